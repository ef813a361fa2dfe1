package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.store.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.westmoon.login.store.Samples.CLOCK;
import static io.westmoon.login.store.Samples.NOW;
import static io.westmoon.login.store.Samples.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

@ExtendWith(OutputCaptureExtension.class)
class StoreDirectoryTests {

	private static final Configuration UNIX = Configuration.unix()
		.toBuilder()
		.setAttributeViews("basic", "owner", "posix", "unix")
		.build();

	@TempDir
	private Path directory;

	@Test
	void isInTheHomeOfTheUserUnlessConfigured() {
		Path home = Path.of(System.getProperty("user.home")).toAbsolutePath();
		assertThat(StoreDirectory.resolve(null)).isEqualTo(home.resolve(".westmoon-user-login"));
		assertThat(StoreDirectory.resolve(" ")).isEqualTo(home.resolve(".westmoon-user-login"));
	}

	@Test
	void mayBeginWithATildeForTheHome() {
		Path home = Path.of(System.getProperty("user.home")).toAbsolutePath();
		assertThat(StoreDirectory.resolve("~")).isEqualTo(home);
		assertThat(StoreDirectory.resolve("~/a/b")).isEqualTo(home.resolve("a/b"));
		assertThat(StoreDirectory.resolve("~a").getFileName()).hasToString("~a");
	}

	@Test
	void mayBeRelative() {
		assertThat(StoreDirectory.resolve("target/x")).isAbsolute().endsWithRaw(Path.of("target/x"));
	}

	@Test
	void mayHaveANameThatIsNotAscii() {
		assumeThat(System.getProperty("sun.jnu.encoding")).isEqualTo("UTF-8");
		FileSessionStore store = FileSessionStore.open("default", this.directory + "/西月 login é", CLOCK);
		assertThat(store.save(Samples.session("a")).block(TIMEOUT)).isTrue();
		assertThat(this.directory.resolve("西月 login é/tokens.json")).exists();
	}

	@Test
	void mayBeALink() throws IOException {
		Path real = Files.createDirectory(this.directory.resolve("real")).toRealPath();
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), real);
		assertThat(new FileSessionStore("default", link, CLOCK).directory()).isEqualTo(real);
		assertThat(new FileSessionStore("default", link.resolve("below"), CLOCK).directory())
			.isEqualTo(real.resolve("below"));
	}

	@Test
	void isNeverTheRootOfTheFileSystem() throws IOException {
		try (FileSystem fileSystem = Jimfs.newFileSystem(UNIX)) {
			Path root = fileSystem.getPath("/");
			Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
			assertThatExceptionOfType(SessionStoreUnavailableException.class)
				.isThrownBy(() -> new FileSessionStore("default", root, CLOCK))
				.withMessageContaining("/westmoon-login");
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root))).isEqualTo("rwxr-xr-x");
		}
	}

	@Test
	void isCreatedPrivateWithItsParents() throws IOException {
		FileSessionStore store = new FileSessionStore("default", this.directory.resolve("a/b/c"), CLOCK);
		store.save(Samples.session("a")).block(TIMEOUT);
		store.compareAndSet(Samples.first()).block(TIMEOUT);
		store.tryLease().block(TIMEOUT);
		assertThat(mode(store.directory())).isEqualTo("rwx------");
		for (String file : new String[] { "tokens.json", "login_attempt.json", ".store.lock", ".login.lock" }) {
			assertThat(mode(store.directory().resolve(file))).as(file).isEqualTo("rw-------");
		}
	}

	@Test
	void isNarrowedWithItsFilesIfOthersHaveAccess(CapturedOutput output) throws IOException {
		Path wide = Files.createDirectory(this.directory.resolve("wide"));
		Path tokens = wide.resolve("tokens.json");
		Files.writeString(tokens, "{\"access_token\":\"a\"}");
		Files.setPosixFilePermissions(wide, PosixFilePermissions.fromString("rwxr-xr-x"));
		FileSessionStore store = new FileSessionStore("default", wide, CLOCK);
		for (int i = 0; i < 2; i++) {
			Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-r--r--"));
			store.load().block(TIMEOUT);
		}
		assertThat(mode(wide)).isEqualTo("rwx------");
		assertThat(mode(tokens)).isEqualTo("rw-------");
		assertThat(output.getOut()).containsOnlyOnce("to " + wide + ",").containsOnlyOnce("to " + tokens + ",");
	}

	@Test
	void isRefusedIfItIsAFile() throws IOException {
		Path file = Files.writeString(this.directory.resolve("file"), "");
		SessionStoreUnavailableException exception = catchThrowableOfType(SessionStoreUnavailableException.class,
				() -> new FileSessionStore("default", file, CLOCK));
		assertThat(exception.directory()).isEqualTo(file.toString());
		assertThat(exception.reason()).isEqualTo("it is no directory");
		assertThat(exception).hasMessageContainingAll(file.toString(), "no directory", "westmoon.login.store.directory",
				"volume", "westmoon.login.store.type=memory");
	}

	@Test
	void isRefusedIfNothingCanBeWrittenThere() throws IOException {
		Configuration full = UNIX.toBuilder().setBlockSize(1024).setMaxSize(1024).build();
		try (FileSystem fileSystem = Jimfs.newFileSystem(full)) {
			Files.write(fileSystem.getPath("/filler"), new byte[1024]);
			assertThatExceptionOfType(SessionStoreUnavailableException.class)
				.isThrownBy(() -> new FileSessionStore("default", fileSystem.getPath("/store"), CLOCK))
				.withMessageContaining("'/store': it cannot be created or written (");
			assertThat(fileSystem.getPath("/store")).isEmptyDirectory();
		}
	}

	@Test
	void mayBeWhereFilesHaveNoPermissions(CapturedOutput output) throws IOException {
		Configuration plain = Configuration.unix().toBuilder().setAttributeViews("basic").build();
		try (FileSystem fileSystem = Jimfs.newFileSystem(plain)) {
			FileSessionStore store = new FileSessionStore("default", fileSystem.getPath("/store"), CLOCK);
			store.save(Samples.session("a")).block(TIMEOUT);
			assertThat(store.load().block(TIMEOUT)).isEqualTo(Samples.session("a"));
			assertThat(store.remove(Samples.session("a")).block(TIMEOUT)).isTrue();
		}
		assertThat(output.getOut()).doesNotContain("access");
	}

	@Test
	void warnsOfNobodyWhereNobodyHasAccess(CapturedOutput output) {
		FileSessionStore store = new FileSessionStore("default", this.directory.resolve("new"), CLOCK);
		store.save(Samples.session("a")).block(TIMEOUT);
		store.load().block(TIMEOUT);
		assertThat(output.getOut()).doesNotContain("access");
	}

	@Test
	void tellsWhetherAFileWasThereToBeDeleted() throws IOException {
		StoreFile file = new StoreFile(this.directory.resolve("file"), FilePermissions.of(this.directory), CLOCK);
		assertThat(file.delete()).isFalse();
		file.write(new byte[] { 1 });
		assertThat(file.delete()).isTrue();
	}

	@Test
	void isRefusedIfItCannotBeCreated() throws IOException {
		Path below = Files.writeString(this.directory.resolve("file"), "").resolve("below");
		assertThatExceptionOfType(SessionStoreUnavailableException.class)
			.isThrownBy(() -> FileSessionStore.open("default", below.toString(), CLOCK))
			.withMessageContaining(below.toString());
	}

	@Test
	void isRefusedIfItsNameIsNoPath() {
		assertThatExceptionOfType(SessionStoreUnavailableException.class)
			.isThrownBy(() -> FileSessionStore.open("default", "a\0b", CLOCK));
	}

	@Test
	void losesTheStaleTemporaryFilesOfPicturesToo() throws IOException {
		Path images = Files.createDirectory(this.directory.resolve("qr_codes"));
		Path stale = Files.writeString(images.resolve(".westmoon-1.tmp"), "");
		Files.setLastModifiedTime(stale, FileTime.from(NOW.minusSeconds(61)));
		new FileSessionStore("default", this.directory, CLOCK);
		assertThat(stale).doesNotExist();
	}

	@Test
	void losesItsStaleTemporaryFiles() throws IOException {
		Path stale = Files.writeString(this.directory.resolve(".westmoon-1.tmp"), "");
		Path fresh = Files.writeString(this.directory.resolve(".westmoon-2.tmp"), "");
		Path foreign = Files.writeString(this.directory.resolve("tokens.tmp"), "");
		Files.setLastModifiedTime(stale, FileTime.from(NOW.minusSeconds(61)));
		Files.setLastModifiedTime(fresh, FileTime.from(NOW.minusSeconds(59)));
		Files.setLastModifiedTime(foreign, FileTime.from(NOW.minusSeconds(61)));
		new FileSessionStore("default", this.directory, CLOCK);
		assertThat(stale).doesNotExist();
		assertThat(fresh).exists();
		assertThat(foreign).exists();
	}

	@Test
	void keepsTheFormerSessionWhenTheDiskIsFull() throws IOException {
		Configuration small = UNIX.toBuilder().setBlockSize(1024).setMaxSize(8 * 1024).build();
		try (FileSystem fileSystem = Jimfs.newFileSystem(small)) {
			FileSessionStore store = new FileSessionStore("default", fileSystem.getPath("/small"), CLOCK);
			store.save(Samples.session("a")).block(TIMEOUT);
			String large = "secret".repeat(5000);
			assertThatExceptionOfType(SessionStoreException.class)
				.isThrownBy(() -> store.save(Samples.session(large)).block(TIMEOUT))
				.withMessageContainingAll("/small", "space")
				.withMessageNotContaining("secret");
			assertThat(store.load().block(TIMEOUT)).isEqualTo(Samples.session("a"));
			assertThat(fileSystem.getPath("/small")).isDirectoryNotContaining("glob:**.tmp");
			assertThat(store.save(Samples.session("b")).block(TIMEOUT)).isTrue();
		}
	}

	private static String mode(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
	}

}
