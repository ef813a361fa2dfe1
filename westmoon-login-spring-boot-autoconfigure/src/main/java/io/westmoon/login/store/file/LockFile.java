package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.westmoon.login.SessionStoreException;
import org.jspecify.annotations.Nullable;

/**
 * A file that is locked by one holder in all processes of a machine, or of several on a
 * network file system with locks. The file is never deleted, and the operating system
 * frees the lock when its process dies.
 */
final class LockFile implements AutoCloseable {

	private static final long PAUSE_MILLIS = 20;

	private final Path path;

	private final FilePermissions permissions;

	private @Nullable SharedLock shared;

	private int claims;

	private volatile boolean closed;

	private final Set<Held> holders = ConcurrentHashMap.newKeySet();

	private LockFile(Path path, FilePermissions permissions) {
		this.path = path;
		this.permissions = permissions;
	}

	/**
	 * Returns a user of the one lock that this JVM has for a file. Does no I/O, and looks
	 * for the lock only when it is first taken.
	 * @param path the real path
	 * @param permissions keep the file private
	 * @return the lock, to be closed
	 */
	static LockFile open(Path path, FilePermissions permissions) {
		return new LockFile(path, permissions);
	}

	/**
	 * Takes the lock without waiting.
	 * @return the lock, {@code null} if it is taken
	 * @throws IOException if the file cannot be locked, or if this is closed
	 */
	@Nullable Held tryLock() throws IOException {
		return claim(Duration.ZERO);
	}

	/**
	 * Takes the lock, and waits if it is taken.
	 * @param atMost how long to wait
	 * @return the lock
	 * @throws IOException if the file cannot be locked, or if this is closed
	 * @throws SessionStoreException if it took too long
	 */
	Held lock(Duration atMost) throws IOException {
		Held held = claim(atMost);
		if (held == null) {
			throw new SessionStoreException("Somebody else has locked " + this.path + " for more than "
					+ atMost.toSeconds() + " s; look for a process that is stopped or hangs", null);
		}
		return held;
	}

	private @Nullable Held claim(Duration atMost) throws IOException {
		long deadline = System.nanoTime() + atMost.toNanos();
		SharedLock shared = beginClaim();
		try {
			Held held = acquired(shared, atMost) ? lock(shared, deadline) : null;
			if (held != null && this.closed) {
				held.close();
				throw new ClosedChannelException();
			}
			return held;
		}
		finally {
			endClaim(shared);
		}
	}

	/**
	 * Whoever claims the lock uses what this JVM shares until the claim has ended.
	 */
	private synchronized SharedLock beginClaim() throws IOException {
		if (this.closed) {
			throw new ClosedChannelException();
		}
		SharedLock joined = this.shared;
		if (joined == null) {
			joined = SharedLock.join(this.path, this.permissions);
			this.shared = joined;
		}
		this.claims++;
		return joined;
	}

	private synchronized void endClaim(SharedLock joined) throws IOException {
		this.claims--;
		if (this.closed && this.claims == 0) {
			joined.leave();
		}
	}

	private static boolean acquired(SharedLock shared, Duration atMost) throws IOException {
		try {
			return shared.free().tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			throw RetryPolicy.interrupted();
		}
	}

	private @Nullable Held lock(SharedLock shared, long deadline) throws IOException {
		Held held = null;
		try {
			held = tryChannel(shared);
			while (held == null && System.nanoTime() - deadline < 0) {
				RetryPolicy.pause(PAUSE_MILLIS);
				held = tryChannel(shared);
			}
			return held;
		}
		finally {
			if (held == null) {
				shared.free().release();
			}
		}
	}

	private @Nullable Held tryChannel(SharedLock shared) throws IOException {
		try {
			FileLock lock = shared.channel().tryLock();
			if (lock == null) {
				return null;
			}
			Held held = new Held(shared, lock);
			this.holders.add(held);
			return held;
		}
		catch (OverlappingFileLockException ex) {
			return null;
		}
	}

	/**
	 * Frees the lock if it was taken through this object, and ends its use: claims fail
	 * from now on, also those under way. Locks taken through other objects stay valid.
	 */
	@Override
	public synchronized void close() throws IOException {
		if (this.closed) {
			return;
		}
		this.closed = true;
		try {
			for (Held held : this.holders) {
				held.close();
			}
		}
		finally {
			if (this.shared != null && this.claims == 0) {
				this.shared.leave();
			}
		}
	}

	/**
	 * The lock in the hands of its holder.
	 */
	final class Held implements AutoCloseable {

		private final SharedLock shared;

		private final FileLock lock;

		private final AtomicBoolean released = new AtomicBoolean();

		private Held(SharedLock shared, FileLock lock) {
			this.shared = shared;
			this.lock = lock;
		}

		/**
		 * Tells whether the lock is still held.
		 * @return {@code false} after its release, or if the file was replaced
		 * @throws IOException if the file cannot be looked at
		 */
		boolean isValid() throws IOException {
			return !this.released.get() && this.lock.isValid() && this.shared.isInPlace();
		}

		/**
		 * Tells whether {@link #close()} was called.
		 * @return whether it was
		 */
		boolean isReleased() {
			return this.released.get();
		}

		/**
		 * Frees the lock; does nothing the second time.
		 */
		@Override
		public void close() throws IOException {
			if (this.released.compareAndSet(false, true)) {
				LockFile.this.holders.remove(this);
				try {
					this.lock.release();
				}
				catch (ClosedChannelException ex) {
					// The file was replaced and its channel closed, which freed the lock.
				}
				finally {
					this.shared.free().release();
				}
			}
		}

	}

}
