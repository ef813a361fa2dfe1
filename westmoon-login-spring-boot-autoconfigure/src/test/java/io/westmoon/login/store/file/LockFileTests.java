package io.westmoon.login.store.file;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A lock file that is closed leaves nothing behind in the registry of the JVM.
 */
class LockFileTests {

	private static final long TIMEOUT_SECONDS = 20;

	@TempDir
	private Path directory;

	private Path path;

	@BeforeEach
	void findPath() throws IOException {
		this.path = this.directory.toRealPath().resolve("lock");
	}

	@Test
	void aClosedLockIsNotTakenAnyMore() throws IOException {
		LockFile lock = LockFile.open(this.path, FilePermissions.of(this.directory));
		LockFile.Held held = lock.tryLock();
		lock.close();
		assertThat(held.isReleased()).isTrue();
		assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(lock::tryLock);
		assertThat(isRegistered()).isFalse();
		assertCanBeLocked();
	}

	@Test
	void aClaimDuringWhichTheLockIsClosedFailsAndLeavesNothingBehind() throws Exception {
		Gate gate = new Gate();
		LockFile lock = LockFile.open(this.path, gate);
		FutureTask<LockFile.Held> claim = new FutureTask<>(lock::tryLock);
		new Thread(claim, "claimant").start();
		assertThat(gate.reached.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
		lock.close();
		gate.open.countDown();
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> claim.get(TIMEOUT_SECONDS, TimeUnit.SECONDS))
			.withCauseInstanceOf(ClosedChannelException.class);
		assertThat(isRegistered()).isFalse();
		assertCanBeLocked();
	}

	private boolean isRegistered() {
		Map<Object, Object[]> registry = JvmRegistry.shared();
		synchronized (registry) {
			return registry.containsKey(this.path);
		}
	}

	private void assertCanBeLocked() throws IOException {
		try (LockFile other = LockFile.open(this.path, FilePermissions.of(this.directory))) {
			assertThat(other.tryLock()).isNotNull();
		}
	}

	/**
	 * Files that are opened when a test says so.
	 */
	private static final class Gate extends FilePermissions {

		private final CountDownLatch reached = new CountDownLatch(1);

		private final CountDownLatch open = new CountDownLatch(1);

		Gate() {
			super(new FileGuard(TrustedOwners.ANYBODY));
		}

		@Override
		FileChannel open(Path file, OpenOption... options) throws IOException {
			this.reached.countDown();
			try {
				if (!this.open.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
					throw new InterruptedIOException("Nobody opened the gate");
				}
			}
			catch (InterruptedException ex) {
				throw RetryPolicy.interrupted();
			}
			return super.open(file, options);
		}

		@Override
		FileAttribute<?>[] forFile(Path path) {
			return new FileAttribute<?>[0];
		}

		@Override
		FileAttribute<?>[] forDirectory(Path path) {
			return new FileAttribute<?>[0];
		}

		@Override
		boolean narrow(Path path) {
			return false;
		}

		@Override
		RetryPolicy retryPolicy() {
			return RetryPolicy.NONE;
		}

	}

}
