package io.westmoon.login.store.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Keeps files and directories private to their owner, in the way of a file system.
 */
abstract class FilePermissions {

	private static final Log logger = LogFactory.getLog(FilePermissions.class);

	private final Set<Path> warned = ConcurrentHashMap.newKeySet();

	private final FileGuard guard;

	FilePermissions(FileGuard guard) {
		this.guard = guard;
	}

	/**
	 * Returns the way of a file system, without regard to the owners of files.
	 */
	static FilePermissions of(Path path) {
		return of(path, TrustedOwners.ANYBODY);
	}

	/**
	 * Returns the way of a file system.
	 * @param path a file or directory
	 * @param owners the owners whose files are believed
	 * @return what keeps files private there
	 */
	static FilePermissions of(Path path, TrustedOwners owners) {
		FileGuard guard = new FileGuard(owners);
		Set<String> views = path.getFileSystem().supportedFileAttributeViews();
		if (views.contains("posix")) {
			return new PosixPermissions(guard);
		}
		return views.contains("acl") ? new AclPermissions(guard) : new NoPermissions(guard);
	}

	FileGuard guard() {
		return this.guard;
	}

	/**
	 * Opens a file for reading unless others could have changed it. Links are not
	 * followed.
	 * @param file the file
	 * @return its content
	 * @throws NoSuchFileException if it does not exist
	 * @throws UntrustedFileException if others could have changed it
	 * @throws IOException if it cannot be opened
	 */
	InputStream read(Path file) throws IOException {
		this.guard.checkFile(file);
		return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * Checks a file that may be written, replaced or deleted.
	 * @param file the file; nothing happens if it does not exist
	 * @throws UntrustedFileException if others could have changed it
	 * @throws IOException if it cannot be checked
	 */
	void check(Path file) throws IOException {
		try {
			this.guard.checkFile(file);
		}
		catch (NoSuchFileException ex) {
			logger.trace("Nothing to check", ex);
		}
	}

	/**
	 * Opens a file, which is private from its first byte if this creates it. Links are
	 * not followed.
	 * @param file the file
	 * @param options how to open it
	 * @return an open channel
	 * @throws UntrustedFileException if others could have changed it
	 * @throws IOException if it cannot be opened
	 */
	FileChannel open(Path file, OpenOption... options) throws IOException {
		check(file);
		Set<OpenOption> withoutLinks = new HashSet<>(List.of(options));
		withoutLinks.add(LinkOption.NOFOLLOW_LINKS);
		try {
			return FileChannel.open(file, withoutLinks, forFile(file));
		}
		catch (UnsupportedOperationException ex) {
			FileChannel channel = FileChannel.open(file, withoutLinks);
			narrowOrClose(file, channel);
			return channel;
		}
	}

	private void narrowOrClose(Path file, FileChannel channel) throws IOException {
		try {
			narrow(file);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * Creates a directory that is private.
	 * @param directory the directory
	 * @throws IOException if it cannot be created
	 */
	void createDirectory(Path directory) throws IOException {
		try {
			Files.createDirectory(directory, forDirectory(directory));
		}
		catch (UnsupportedOperationException ex) {
			Files.createDirectory(directory);
			narrow(directory);
		}
	}

	/**
	 * Creates the directories above, which only their owner can write to.
	 * @param parent the lowest one
	 * @throws IOException if they cannot be created
	 */
	void createParents(Path parent) throws IOException {
		Files.createDirectories(parent);
	}

	/**
	 * Returns what a file has to be created with, so that it is private from its first
	 * byte.
	 * @param path the file
	 * @return the attributes
	 * @throws IOException if the owner cannot be told
	 */
	abstract FileAttribute<?>[] forFile(Path path) throws IOException;

	/**
	 * Returns what a directory has to be created with.
	 * @param path the directory
	 * @return the attributes
	 * @throws IOException if the owner cannot be told
	 */
	abstract FileAttribute<?>[] forDirectory(Path path) throws IOException;

	/**
	 * Takes away what others may do. Links are not followed.
	 * @param path a file or directory
	 * @return whether there was anything to take away
	 * @throws IOException if that is not possible
	 */
	abstract boolean narrow(Path path) throws IOException;

	/**
	 * Does what only the owner of a directory can do, and changes nothing.
	 * @param directory the directory
	 * @throws java.nio.file.AccessDeniedException if it belongs to somebody else
	 * @throws IOException if that fails for another reason
	 */
	void proveOwnership(Path directory) throws IOException {
	}

	/**
	 * Returns how to retry replacing or deleting a file that another process may be
	 * reading.
	 * @return the policy
	 */
	abstract RetryPolicy retryPolicy();

	/**
	 * Makes an existing file or directory private and warns, once, if it was not.
	 * @param path a file or directory; nothing happens if it does not exist
	 */
	void keepPrivate(Path path) {
		try {
			if (narrow(path) && this.warned.add(path)) {
				logger.warn(
						"Others had access to " + path + ", which holds login data; it belongs to its owner only now");
			}
		}
		catch (NoSuchFileException ex) {
			logger.trace("Nothing to protect", ex);
		}
		catch (IOException | UnsupportedOperationException ex) {
			if (this.warned.add(path)) {
				logger.warn("Others may have access to " + path + ", which holds login data; take it away from them ("
						+ ex + ")");
			}
		}
	}

	private static final class NoPermissions extends FilePermissions {

		NoPermissions(FileGuard guard) {
			super(guard);
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
			return RetryPolicy.HALF_A_SECOND;
		}

	}

}
