package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;

import org.jspecify.annotations.Nullable;

/**
 * The owners whose files are believed: the user of this process and the administrator of
 * the machine.
 *
 * @param self the user of this process as a {@linkplain FileStatus#owner() file's owner};
 * {@code null} as long as it is not known, which accepts every owner
 */
record TrustedOwners(@Nullable Object self) {

	private static final Integer ROOT = 0;

	static final TrustedOwners ANYBODY = new TrustedOwners(null);

	/**
	 * Returns what is known about the user of this process before it has created a file.
	 * Root must not take the owner of a file for its own: it may write in the directories
	 * of other users, who can replace what it has written there.
	 * @param fileSystem where the files are
	 * @return root alone, or anybody
	 */
	static TrustedOwners known(FileSystem fileSystem) {
		return (fileSystem.equals(FileSystems.getDefault()) && isRoot()) ? new TrustedOwners(ROOT) : ANYBODY;
	}

	/**
	 * Returns what is known about the user of a process that creates no file.
	 * @param fileSystem where the files are
	 * @return the user of this process, or anybody where the system does not tell
	 */
	static TrustedOwners ofProcess(FileSystem fileSystem) {
		try {
			return fileSystem.equals(FileSystems.getDefault()) ? new TrustedOwners(uid()) : ANYBODY;
		}
		catch (IOException | UnsupportedOperationException | IllegalArgumentException ex) {
			return known(fileSystem);
		}
	}

	private static Object uid() throws IOException {
		return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
	}

	private static boolean isRoot() {
		try {
			return ROOT.equals(uid());
		}
		catch (IOException | UnsupportedOperationException | IllegalArgumentException ex) {
			return "root".equals(System.getProperty("user.name"));
		}
	}

	/**
	 * Takes the owner of a file that this process has just created for its user.
	 * @param created the file
	 * @return the owners to trust
	 */
	TrustedOwners withCreated(FileStatus created) {
		return (this.self != null) ? this : new TrustedOwners(created.owner());
	}

	/**
	 * Tells whether an owner is trusted. On Windows, files can belong to groups, but to
	 * those of administrators and of the system only.
	 * @param status the file or directory
	 * @return whether its owner is trusted, or it has none
	 */
	boolean include(FileStatus status) {
		Object owner = status.owner();
		return owner == null || this.self == null || owner.equals(this.self) || owner.equals(ROOT)
				|| owner instanceof GroupPrincipal;
	}

	/**
	 * Returns the user of this process, for a command.
	 * @return the number or name
	 */
	String selfName() {
		return (this.self == null || this.self instanceof Integer) ? String.valueOf(this.self)
				: System.getProperty("user.name");
	}

}
