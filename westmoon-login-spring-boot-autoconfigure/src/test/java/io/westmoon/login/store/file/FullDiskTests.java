package io.westmoon.login.store.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static io.westmoon.login.store.Samples.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A real disk that is full: a file system in memory, which only root may mount.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "Needs a tmpfs")
class FullDiskTests {

	private static final WestmoonSession SESSION = Samples.session("former");

	private static final LoginAttempt ATTEMPT = Samples.first();

	@TempDir
	private Path disk;

	private FileSessionStore store;

	@BeforeEach
	void fillDisk() throws Exception {
		assumeThat(run("mount", "-t", "tmpfs", "-o", "size=128k,nr_inodes=16", "tmpfs"))
			.as("A tmpfs can be mounted; run the tests as root to have a full disk tested")
			.isZero();
		this.store = new FileSessionStore("default", this.disk.resolve("store"), Samples.CLOCK);
		this.store.save(SESSION).block(TIMEOUT);
		this.store.compareAndSet(ATTEMPT).block(TIMEOUT);
		this.store.tryLease().flatMap(SessionStore.Lease::release).block(TIMEOUT);
	}

	@AfterEach
	void unmount() throws Exception {
		run("umount", "--lazy");
	}

	@Test
	void withoutSpaceTheFormerFilesStayAndWritingWorksAgainWhenThereIsSome() throws IOException {
		fill();
		assertThatNothingCanBeWritten();
		Files.delete(this.disk.resolve("filler"));
		assertThatAllCanBeWritten();
	}

	@Test
	void withoutInodesTheFormerFilesStayAndWritingWorksAgainWhenThereAreSome() throws IOException {
		Path fillers = Files.createDirectory(this.disk.resolve("fillers"));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
			while (true) {
				Files.createTempFile(fillers, "filler", "");
			}
		});
		assertThatNothingCanBeWritten();
		try (Stream<Path> files = Files.list(fillers)) {
			files.map(Path::toFile).forEach((file) -> assertThat(file.delete()).isTrue());
		}
		assertThatAllCanBeWritten();
	}

	@Test
	void whatIsStoredIsReadWhereAStoreCannotBeOpened() throws IOException {
		this.store.close();
		fill();
		String directory = this.disk.resolve("store").toString();
		assertThatExceptionOfType(SessionStoreUnavailableException.class)
			.isThrownBy(() -> FileSessionStore.open("default", directory, Samples.CLOCK));
		try (SessionStore reader = FileSessionStore.openReadOnly("default", directory, Samples.CLOCK)) {
			assertThat(reader.load().block(TIMEOUT)).isEqualTo(SESSION);
			assertThat(reader.attempt().block(TIMEOUT)).isEqualTo(ATTEMPT);
			assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> reader.save(SESSION).block(TIMEOUT))
				.withMessageContaining("reading only");
		}
	}

	@Test
	void aLoginIsDeletedAndThenThereIsRoomForALogout() throws IOException {
		this.store.close();
		fill();
		String directory = this.disk.resolve("store").toString();
		FileSessionStore.deleteLogin(directory);
		try (FileSessionStore opened = FileSessionStore.open("default", directory, Samples.CLOCK)) {
			assertThat(opened.load().block(TIMEOUT)).isNull();
			LoginAttempt logout = LoginAttempt.loggedOut("default", null, List.of(SESSION));
			assertThat(opened.compareAndSet(logout).block(TIMEOUT)).isTrue();
		}
	}

	private void fill() throws IOException {
		try (OutputStream out = Files.newOutputStream(this.disk.resolve("filler"))) {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
				while (true) {
					out.write(new byte[1024]);
				}
			});
		}
	}

	private void assertThatNothingCanBeWritten() throws IOException {
		assertThatExceptionOfType(SessionStoreException.class)
			.isThrownBy(() -> this.store.save(Samples.session("secret")).block(TIMEOUT))
			.withMessageContainingAll(this.store.directory().toString(), "No space left on device", "Look at the space")
			.withMessageNotContaining("secret");
		assertThatExceptionOfType(SessionStoreException.class)
			.isThrownBy(() -> this.store.compareAndSet(ATTEMPT.shown(Samples.code("secret"))).block(TIMEOUT))
			.withMessageContainingAll(this.store.directory().toString(), "No space left on device")
			.withMessageNotContaining("secret");
		assertThat(this.store.load().block(TIMEOUT)).isEqualTo(SESSION);
		assertThat(this.store.attempt().block(TIMEOUT)).isEqualTo(ATTEMPT);
		assertThat(this.store.tryLease().block(TIMEOUT)).isNotNull();
		try (Stream<Path> files = Files.walk(this.disk)) {
			assertThat(files.map(Path::toString)).noneMatch((name) -> name.endsWith(".tmp"));
		}
	}

	private void assertThatAllCanBeWritten() {
		assertThat(this.store.save(Samples.session("later")).block(TIMEOUT)).isTrue();
		assertThat(this.store.compareAndSet(ATTEMPT.shown(Samples.code("later"))).block(TIMEOUT)).isTrue();
		assertThat(this.store.load().block(TIMEOUT)).isEqualTo(Samples.session("later"));
	}

	private int run(String... command) throws IOException, InterruptedException {
		try {
			Process process = new ProcessBuilder(
					Stream.concat(Stream.of(command), Stream.of(this.disk.toString())).toList())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			return process.exitValue();
		}
		catch (IOException ex) {
			return -1;
		}
	}

}
