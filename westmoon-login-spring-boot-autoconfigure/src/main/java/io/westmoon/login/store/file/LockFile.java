package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.westmoon.login.SessionStoreException;
import org.jspecify.annotations.Nullable;

/**
 * A file that is locked by one holder in all processes of a machine, or of several on a
 * network file system with locks. It is never deleted, and the operating system frees it
 * when its process dies.
 */
final class LockFile {

	private static final ConcurrentMap<Path, LockFile> FILES = new ConcurrentHashMap<>();

	private static final long PAUSE_MILLIS = 20;

	private final Path path;

	private final FilePermissions permissions;

	private final Semaphore free = new Semaphore(1);

	private volatile @Nullable Opened opened;

	private LockFile(Path path, FilePermissions permissions) {
		this.path = path;
		this.permissions = permissions;
	}

	/**
	 * Returns the one lock that this JVM has for a file. Within a JVM a second channel on
	 * the file would throw, or free the first one's lock when it is closed.
	 * @param path the real path
	 * @param permissions keep the file private
	 * @return the lock
	 */
	static LockFile of(Path path, FilePermissions permissions) {
		return FILES.computeIfAbsent(path, (key) -> new LockFile(key, permissions));
	}

	/**
	 * Takes the lock without waiting.
	 * @return the lock, {@code null} if somebody else has it
	 * @throws IOException if the file cannot be locked
	 */
	@Nullable Held tryLock() throws IOException {
		return this.free.tryAcquire() ? lock(0) : null;
	}

	/**
	 * Takes the lock, and waits if somebody else has it.
	 * @param atMost how long to wait
	 * @return the lock
	 * @throws IOException if the file cannot be locked
	 * @throws SessionStoreException if it took too long
	 */
	Held lock(Duration atMost) throws IOException {
		long deadline = System.nanoTime() + atMost.toNanos();
		Held held = acquired(atMost) ? lock(deadline) : null;
		if (held == null) {
			throw new SessionStoreException("Somebody else has locked " + this.path + " for more than "
					+ atMost.toSeconds() + " s; look for a process that is stopped or hangs", null);
		}
		return held;
	}

	private boolean acquired(Duration atMost) throws IOException {
		try {
			return this.free.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			throw RetryPolicy.interrupted();
		}
	}

	private @Nullable Held lock(long deadline) throws IOException {
		Held held = null;
		try {
			held = tryChannel();
			while (held == null && deadline != 0 && System.nanoTime() - deadline < 0) {
				RetryPolicy.pause(PAUSE_MILLIS);
				held = tryChannel();
			}
			return held;
		}
		finally {
			if (held == null) {
				this.free.release();
			}
		}
	}

	private @Nullable Held tryChannel() throws IOException {
		try {
			FileLock lock = open().channel.tryLock();
			return (lock != null) ? new Held(lock) : null;
		}
		catch (OverlappingFileLockException ex) {
			return null;
		}
	}

	/**
	 * The channel stays open, since closing any channel on a file frees all the locks
	 * that the process has on it.
	 */
	private Opened open() throws IOException {
		Opened current = this.opened;
		if (current != null && current.channel.isOpen() && current.isAt(this.path)) {
			return current;
		}
		if (current != null) {
			current.channel.close();
		}
		FileChannel channel = this.permissions.open(this.path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		Opened fresh = new Opened(channel, key(this.path));
		this.opened = fresh;
		return fresh;
	}

	private static @Nullable Object key(Path path) throws IOException {
		return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
	}

	/**
	 * An open lock file.
	 */
	private record Opened(FileChannel channel, @Nullable Object key) {

		boolean isAt(Path path) throws IOException {
			try {
				return Objects.equals(this.key, LockFile.key(path));
			}
			catch (NoSuchFileException ex) {
				return false;
			}
		}

	}

	/**
	 * The lock in the hands of its holder.
	 */
	final class Held implements AutoCloseable {

		private final FileLock lock;

		private final AtomicBoolean released = new AtomicBoolean();

		private Held(FileLock lock) {
			this.lock = lock;
		}

		/**
		 * Tells whether nobody else can have the lock.
		 * @return {@code false} after its release, or if the file was replaced
		 * @throws IOException if the file cannot be looked at
		 */
		boolean isValid() throws IOException {
			Opened current = LockFile.this.opened;
			return !this.released.get() && this.lock.isValid() && current != null && current.isAt(LockFile.this.path);
		}

		/**
		 * Frees the lock; does nothing the second time.
		 */
		@Override
		public void close() throws IOException {
			if (this.released.compareAndSet(false, true)) {
				try {
					this.lock.release();
				}
				finally {
					LockFile.this.free.release();
				}
			}
		}

	}

}
