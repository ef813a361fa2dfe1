package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.SessionStoreContractTests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JimfsUnixSessionStoreTests extends SessionStoreContractTests {

	private final FileSystem fileSystem = Jimfs
		.newFileSystem(Configuration.unix().toBuilder().setAttributeViews("basic", "owner", "posix", "unix").build());

	private FileSessionStore store;

	@BeforeEach
	void open() {
		this.store = new FileSessionStore("default", this.fileSystem.getPath("/home/me/.westmoon"), Samples.CLOCK);
	}

	@AfterEach
	void close() throws IOException {
		this.fileSystem.close();
	}

	@Override
	protected SessionStore store() {
		return this.store;
	}

	@Test
	void sharesItsLeaseWithinTheProcessEvenWithoutLocksOfTheSystem() {
		FileSessionStore other = new FileSessionStore("default", this.store.directory(), Samples.CLOCK);
		assertThat(get(this.store.tryLease())).isNotNull();
		assertThat(get(other.tryLease())).isNull();
	}

	@Test
	void waitsForItsLocksWithinTheProcessEvenWithoutLocksOfTheSystem() throws IOException {
		LockFile lock = LockFile.open(this.store.directory().resolve("lock"),
				FilePermissions.of(this.store.directory()));
		try (LockFile.Held held = lock.tryLock()) {
			assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> lock.lock(Duration.ofMillis(50)));
			assertThat(held.isValid()).isTrue();
		}
	}

	@Test
	void isPrivate() throws IOException {
		get(this.store.save(Samples.session("a")));
		Path directory = this.store.directory();
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("tokens.json"))))
			.isEqualTo("rw-------");
	}

}
