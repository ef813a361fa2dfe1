package io.westmoon.login.store.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.SessionStore.Lease;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.store.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import static io.westmoon.login.store.Samples.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FileLockTests {

	private static final Duration PAUSE = Duration.ofMillis(5);

	@TempDir
	private Path directory;

	@Test
	void twoStoresOnOneDirectoryShareTheLease() throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("link"),
				Files.createDirectory(this.directory.resolve("real")));
		FileSessionStore one = store(this.directory.resolve("real"));
		FileSessionStore other = store(link);
		Lease lease = get(one.tryLease());
		assertThat(get(other.tryLease())).isNull();
		assertThat(get(lease.renew())).isTrue();
		get(lease.release());
		Lease next = get(other.tryLease());
		assertThat(next).isNotNull();
		assertThat(get(one.tryLease())).isNull();
	}

	@Test
	void twoStoresOnOneDirectoryWriteOneAfterTheOther() {
		FileSessionStore one = store(this.directory);
		FileSessionStore other = store(this.directory);
		Long won = get(Flux.range(0, 40)
			.flatMap((i) -> ((i % 2 == 0) ? one : other).compareAndSet(Samples.first()), 40)
			.filter((written) -> written)
			.count());
		assertThat(won).isOne();
	}

	@Test
	void aProcessThatIsKilledFreesTheLease() throws Exception {
		FileSessionStore store = store(this.directory);
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), ProcessThatHoldsTheLease.class.getName(),
				this.directory.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (BufferedReader output = process.inputReader()) {
			assertThat(output.lines().filter((line) -> line.endsWith("HELD")).findFirst()).contains("HELD");
			assertThat(get(store.tryLease())).isNull();
			assertThat(get(store.compareAndSet(Samples.first()))).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(get(store.tryLease())).isNotNull();
	}

	@Test
	void aLockIsNotWaitedForWithoutEnd() throws IOException {
		LockFile lock = LockFile.open(this.directory.toRealPath().resolve("lock"), FilePermissions.of(this.directory));
		try (LockFile.Held held = lock.tryLock()) {
			assertThat(held.isValid()).isTrue();
			assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> lock.lock(Duration.ofMillis(50)))
				.withMessageContaining("lock");
		}
		try (LockFile.Held held = lock.lock(Duration.ofMillis(50))) {
			assertThat(held.isValid()).isTrue();
		}
	}

	@Test
	void aLockThatAnotherProgramHoldsIsWaitedFor() throws Exception {
		Path path = this.directory.toRealPath().resolve("lock");
		LockFile lock = LockFile.open(path, FilePermissions.of(this.directory));
		try (FileChannel other = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			FileLock held = other.lock();
			assertThat(lock.tryLock()).isNull();
			assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> lock.lock(Duration.ofMillis(50)));
			CompletableFuture<LockFile.Held> waiting = CompletableFuture.supplyAsync(() -> lockedWithin(lock, TIMEOUT));
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> waiting.get(50, TimeUnit.MILLISECONDS));
			held.release();
			assertThat(waiting.get(20, TimeUnit.SECONDS).isValid()).isTrue();
		}
	}

	private static LockFile.Held lockedWithin(LockFile lock, Duration time) {
		try {
			return lock.lock(time);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void aLeaseWhoseClaimantWentAwayIsFreed() throws Exception {
		FileSessionStore store = store(this.directory);
		for (int i = 0; i < 50; i++) {
			Disposable claim = store.tryLease().flatMap(Lease::release).subscribe();
			claim.dispose();
		}
		assertThat(get(Mono.defer(store::tryLease).repeatWhenEmpty(1000, (empty) -> empty.delayElements(PAUSE))))
			.isNotNull();
	}

	/**
	 * Reactor's sink drops a value that comes in the middle of its cancellation.
	 */
	@Test
	void aResultThatComesWhileItsCallerGoesAwayIsDiscarded() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		CountDownLatch dropped = new CountDownLatch(1);
		CompletableFuture<String> discarded = new CompletableFuture<>();
		Thread test = Thread.currentThread();
		AtomicBoolean cancelling = new AtomicBoolean();
		BaseSubscriber<String> caller = new BaseSubscriber<>() {

			@Override
			public Context currentContext() {
				if (Thread.currentThread() != test) {
					dropped.countDown();
				}
				else if (cancelling.compareAndSet(true, false)) {
					go.countDown();
					await(dropped);
				}
				return Context.empty();
			}

		};
		new FileIo(this.directory, FileIo.TIMEOUT, () -> {
		}).read("test", () -> {
			await(go);
			return "lease";
		}, discarded::complete).subscribe(caller);
		cancelling.set(true);
		caller.cancel();
		assertThat(discarded).succeedsWithin(TIMEOUT).isEqualTo("lease");
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void workThatBeganIsFinishedThoughItsCallerWentAway() throws Exception {
		CountDownLatch began = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		AtomicInteger interrupts = new AtomicInteger();
		Disposable caller = new FileIo(this.directory, FileIo.TIMEOUT, () -> {
		}).read("test", () -> {
			began.countDown();
			try {
				go.await(20, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				interrupts.incrementAndGet();
			}
			ended.countDown();
			return null;
		}).subscribe();
		assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
		caller.dispose();
		go.countDown();
		assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(interrupts).hasValue(0);
	}

	@Test
	void whatTheStoreHasToSayIsNotWrapped() {
		assertThatExceptionOfType(SessionStoreException.class)
			.isThrownBy(() -> get(new FileIo(this.directory, FileIo.TIMEOUT, () -> {
			}).read("test", () -> {
				throw new SessionStoreException("It is locked", null);
			})))
			.withMessage("It is locked");
	}

	private static FileSessionStore store(Path directory) {
		return new FileSessionStore("default", directory, Samples.CLOCK);
	}

	private static <T> T get(Mono<T> mono) {
		return mono.block(TIMEOUT);
	}

}
