package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;

/**
 * The one channel that this JVM has on a lock file, with its users counted. On POSIX
 * systems, closing any channel on a file frees all locks that the process has on it, also
 * those of another class loader's copy of this class. Hence the {@link JvmRegistry}.
 */
final class SharedLock {

	private static final int FREE = 0;

	private static final int USERS = 1;

	private static final int CHANNEL = 2;

	private static final int FILE_KEY = 3;

	private final Path path;

	private final FilePermissions permissions;

	private final Object[] shared;

	private SharedLock(Path path, FilePermissions permissions, Object[] shared) {
		this.path = path;
		this.permissions = permissions;
		this.shared = shared;
	}

	/**
	 * Registers a user of a lock file. Does no I/O.
	 * @param path the real path
	 * @param permissions keep the file private
	 * @return the lock, to be {@link #leave() left} by the user
	 */
	static SharedLock join(Path path, FilePermissions permissions) {
		Map<Object, Object[]> registry = JvmRegistry.shared();
		synchronized (registry) {
			Object[] shared = registry.computeIfAbsent(path, (key) -> new Object[] { new Semaphore(1), 0, null, null });
			shared[USERS] = (Integer) shared[USERS] + 1;
			return new SharedLock(path, permissions, shared);
		}
	}

	/**
	 * Ends the use. The last user closes the channel.
	 * @throws IOException if the channel cannot be closed
	 */
	void leave() throws IOException {
		Map<Object, Object[]> registry = JvmRegistry.shared();
		synchronized (registry) {
			int users = (Integer) this.shared[USERS] - 1;
			this.shared[USERS] = users;
			if (users == 0) {
				registry.remove(this.path, this.shared);
				// Inside the block: a new first user must not open the file before this.
				closeChannel();
			}
		}
	}

	private void closeChannel() throws IOException {
		synchronized (this.shared) {
			if (this.shared[CHANNEL] instanceof FileChannel channel) {
				channel.close();
			}
		}
	}

	/**
	 * Returns the permit that the holder of the lock has within this JVM.
	 * @return one permit
	 */
	Semaphore free() {
		return (Semaphore) this.shared[FREE];
	}

	/**
	 * Returns a channel on the file that is at the path now. Only for the owner of the
	 * permit.
	 * @return the channel, which stays open while there are users
	 * @throws IOException if the file cannot be opened
	 */
	FileChannel channel() throws IOException {
		FileChannel current = (FileChannel) get(CHANNEL);
		if (current != null && current.isOpen() && isInPlace()) {
			return current;
		}
		if (current != null) {
			current.close();
		}
		FileChannel channel = this.permissions.open(this.path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		Object fileKey = fileKey();
		synchronized (this.shared) {
			this.shared[CHANNEL] = channel;
			this.shared[FILE_KEY] = fileKey;
		}
		return channel;
	}

	/**
	 * Tells whether the file at the path is still the one that was opened.
	 * @return {@code false} if it was deleted or replaced
	 * @throws IOException if the file cannot be looked at
	 */
	boolean isInPlace() throws IOException {
		try {
			return Objects.equals(get(FILE_KEY), fileKey());
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	private @Nullable Object get(int index) {
		synchronized (this.shared) {
			return this.shared[index];
		}
	}

	private @Nullable Object fileKey() throws IOException {
		return Files.readAttributes(this.path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
	}

}
