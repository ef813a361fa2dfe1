package io.westmoon.login.store.file;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStore.Lease;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.store.Samples;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static io.westmoon.login.store.Samples.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClosedStoreTests {

	@TempDir
	private Path directory;

	@Test
	void operationsAndSubscriptionsFail() {
		FileSessionStore store = store();
		StepVerifier.create(store.changes())
			.then(store::close)
			.expectError(SessionStoreException.class)
			.verify(TIMEOUT);
		store.close();
		for (Mono<?> operation : new Mono<?>[] { store.load(), store.attempt(), store.tryLease(),
				store.save(Samples.session("a")), store.changes().next() }) {
			assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> operation.block(TIMEOUT))
				.withMessageContaining("is closed");
		}
	}

	@Test
	void itsLeaseIsFreeForOthers() {
		FileSessionStore store = store();
		FileSessionStore other = store();
		Lease lease = store.tryLease().block(TIMEOUT);
		store.close();
		assertThat(leaseOf(other)).isNotNull();
		lease.release().block(TIMEOUT);
	}

	@Test
	void whatWasQueuedBeforeIsDone() {
		FileSessionStore store = store();
		var saved = store.save(Samples.session("a")).toFuture();
		store.close();
		assertThat(saved).succeedsWithin(TIMEOUT).isEqualTo(true);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void holdsNoFileDescriptor() throws Exception {
		store().close();
		long before = descriptors();
		for (int i = 0; i < 1000; i++) {
			try (FileSessionStore store = new FileSessionStore("default", this.directory.resolve("s" + i),
					Samples.CLOCK)) {
				store.save(Samples.session("a")).block(TIMEOUT);
				store.tryLease().block(TIMEOUT);
			}
		}
		Awaitility.await()
			.atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(before + 20));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void theLeaseOfAnotherStoreOnTheDirectoryStaysValid() throws Exception {
		FileSessionStore store = store();
		FileSessionStore other = store();
		assertThat(other.tryLease().block(TIMEOUT)).isNotNull();
		assertThat(store.tryLease().block(TIMEOUT)).isNull();
		store.close();
		assertThat(isLocked(".login.lock")).isTrue();
		other.close();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aLockOfAnotherClassLoaderStaysValid() throws Exception {
		Path path = this.directory.toRealPath().resolve("lock");
		LockFile lock = LockFile.open(path, FilePermissions.of(path));
		try (URLClassLoader loader = new OwnClasses(); LockFile.Held held = lock.tryLock()) {
			Class<?> permissionsType = loader.loadClass(FilePermissions.class.getName());
			Class<?> type = loader.loadClass(LockFile.class.getName());
			assertThat(type).isNotSameAs(LockFile.class);
			Object other = method(type, "open", Path.class, permissionsType).invoke(null, path,
					method(permissionsType, "of", Path.class).invoke(null, path));
			assertThat(method(type, "tryLock").invoke(other)).isNull();
			method(type, "close").invoke(other);
			assertThat(held.isValid()).isTrue();
			assertThat(isLocked("lock")).isTrue();
		}
		lock.close();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aLeaseThatAStoreOfAnotherClassLoaderTookLaterStaysValid() throws Exception {
		try (OwnClasses loader = new OwnClasses(); FileSessionStore store = store()) {
			SessionStore other = loader.store(this.directory);
			assertThat(other.tryLease().block(TIMEOUT)).isNotNull();
			assertThat(store.tryLease().block(TIMEOUT)).isNull();
			assertThat(store.save(Samples.session("a")).block(TIMEOUT)).isTrue();
			store.close();
			assertThat(isLocked(".login.lock")).isTrue();
			other.close();
		}
	}

	@Test
	void whatClassLoadersShareIsLookedForWhenALockIsTaken() throws Exception {
		store().close();
		try (OwnClasses loader = new OwnClasses(); SessionStore store = loader.store(this.directory)) {
			assertThat(store.load().block(TIMEOUT)).isNull();
			assertThat(store.attempt().block(TIMEOUT)).isNull();
			assertThat(loader.hasLoaded(JvmRegistry.class)).isFalse();
			assertThat(store.tryLease().block(TIMEOUT)).isNotNull();
			assertThat(loader.hasLoaded(JvmRegistry.class)).isTrue();
		}
	}

	@Test
	void aDirectoryBelongsToOneAccountUntilItsLastStoreIsClosed() throws IOException {
		FileSessionStore first = new FileSessionStore("first", this.directory, Samples.CLOCK);
		FileSessionStore again = new FileSessionStore("first", this.directory, Samples.CLOCK);
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), this.directory);
		assertThatExceptionOfType(SessionStoreUnavailableException.class)
			.isThrownBy(() -> new FileSessionStore("second", link, Samples.CLOCK))
			.withMessageContainingAll("'first'", "'second'", "westmoon.login.store.directory",
					this.directory.toRealPath().toString());
		first.close();
		first.close();
		assertThatExceptionOfType(SessionStoreUnavailableException.class)
			.isThrownBy(() -> new FileSessionStore("second", this.directory, Samples.CLOCK));
		again.close();
		new FileSessionStore("second", this.directory, Samples.CLOCK).close();
	}

	@Test
	void aDirectoryBelongsToOneAccountInAllClassLoaders() throws Exception {
		try (URLClassLoader loader = new OwnClasses();
				FileSessionStore store = new FileSessionStore("first", this.directory, Samples.CLOCK)) {
			Method claim = method(loader.loadClass(DirectoryClaim.class.getName()), "of", Path.class, String.class);
			assertThatExceptionOfType(InvocationTargetException.class)
				.isThrownBy(() -> claim.invoke(null, store.directory(), "second"))
				.withRootCauseInstanceOf(SessionStoreException.class)
				.havingRootCause()
				.withMessageContainingAll("'first'", "'second'");
			method(loader.loadClass(DirectoryClaim.class.getName()), "close")
				.invoke(claim.invoke(null, store.directory(), "first"));
		}
	}

	@Test
	void systemPropertiesStayText() throws IOException {
		try (FileSessionStore store = new FileSessionStore("default", this.directory, Samples.CLOCK)) {
			store.save(Samples.session("a")).block(TIMEOUT);
			System.getProperties().store(OutputStream.nullOutputStream(), null);
			System.getProperties().list(new PrintStream(OutputStream.nullOutputStream()));
		}
	}

	private static Method method(Class<?> type, String name, Class<?>... parameters) throws Exception {
		Method method = type.getDeclaredMethod(name, parameters);
		method.setAccessible(true);
		return method;
	}

	private boolean isLocked(String name) throws IOException {
		String inode = ":" + Files.getAttribute(this.directory.resolve(name), "unix:ino") + " ";
		try (Stream<String> locks = Files.lines(Path.of("/proc/locks"))) {
			return locks
				.anyMatch((lock) -> lock.contains(" " + ProcessHandle.current().pid() + " ") && lock.contains(inode));
		}
	}

	private static Lease leaseOf(FileSessionStore store) {
		return Mono.defer(store::tryLease)
			.repeatWhenEmpty(1000, (empty) -> empty.delayElements(Duration.ofMillis(5)))
			.block(TIMEOUT);
	}

	private FileSessionStore store() {
		return new FileSessionStore("default", this.directory, Samples.CLOCK);
	}

	private static long descriptors() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.count();
		}
	}

	/**
	 * Loads the store's classes once more.
	 */
	private static final class OwnClasses extends URLClassLoader {

		OwnClasses() {
			super(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
				.map(OwnClasses::url)
				.toArray(URL[]::new), ClosedStoreTests.class.getClassLoader());
		}

		private static URL url(String path) {
			try {
				return Path.of(path).toUri().toURL();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		SessionStore store(Path directory) throws Exception {
			return (SessionStore) loadClass(FileSessionStore.class.getName())
				.getConstructor(String.class, Path.class, Clock.class)
				.newInstance("default", directory, Samples.CLOCK);
		}

		boolean hasLoaded(Class<?> type) {
			return findLoadedClass(type.getName()) != null;
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.startsWith("io.westmoon.login.store.file.")) {
				return super.loadClass(name, resolve);
			}
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				return (loaded != null) ? loaded : findClass(name);
			}
		}

	}

}
