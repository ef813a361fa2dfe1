package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes sure that nobody but the user of this process and root can have made or changed a
 * file, as {@code ssh} does with its keys: the file is a regular file of theirs, and
 * nobody else can write to it, to its directory, or to a directory above. A sticky
 * directory such as {@code /tmp} may be above. Where files have owners but no modes, as
 * on Windows, the owners of the file and of its directory count.
 *
 * @param owners the owners that are trusted
 */
record FileGuard(TrustedOwners owners) {

	/**
	 * Checks a file and the directories that it is in.
	 * @param file the file, whose path has no links
	 * @throws java.nio.file.NoSuchFileException if it does not exist
	 * @throws UntrustedFileException if others could have changed it
	 * @throws IOException if it cannot be checked
	 */
	void checkFile(Path file) throws IOException {
		Path directory = file.getParent();
		if (directory != null) {
			checkDirectory(directory);
		}
		FileStatus status = FileStatus.of(file);
		if (!status.isFile()) {
			throw new UntrustedFileException(
					file + ", which belongs to " + status.ownerName() + ", is no regular file; links are not followed",
					"Look at what it is, then remove it: rm " + quote(file));
		}
		if (!this.owners.include(status)) {
			throw new UntrustedFileException(file + " belongs to " + status.ownerName() + otherOwner(),
					"Unless you know how it got there, remove it. If its content is yours, run: " + chown(file));
		}
		checkWriters(status);
	}

	/**
	 * Checks a directory that holds files, and those above it.
	 * @param directory the directory, whose path has no links
	 * @throws java.nio.file.NoSuchFileException if it does not exist
	 * @throws UntrustedFileException if others can write there
	 * @throws IOException if it cannot be checked
	 */
	void checkDirectory(Path directory) throws IOException {
		checkParents(directory);
		FileStatus status = checkOwner(directory);
		if (status.isSticky() && status.isWritableByOthers()) {
			throw new UntrustedFileException(
					directory + ", which belongs to " + status.ownerName() + ", is shared by all users",
					"Use a directory in it, such as " + directory.resolve("westmoon-login"));
		}
		checkWriters(status);
	}

	/**
	 * Checks the directories above a file or directory.
	 * @param path the file or directory, whose path has no links
	 * @throws UntrustedFileException if others can replace it
	 * @throws IOException if they cannot be checked
	 */
	void checkParents(Path path) throws IOException {
		if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
			return;
		}
		for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
			checkParent(parent);
		}
	}

	/**
	 * Checks a directory that others may be able to write to if it is sticky.
	 */
	void checkParent(Path parent) throws IOException {
		FileStatus status = checkOwner(parent);
		if (!status.isSticky()) {
			checkWriters(status);
		}
	}

	/**
	 * Checks that a directory is one, and whose it is.
	 * @param directory the directory
	 * @return its status
	 * @throws UntrustedFileException if it is a link or belongs to somebody else
	 * @throws IOException if it cannot be checked
	 */
	FileStatus checkOwner(Path directory) throws IOException {
		FileStatus status = FileStatus.of(directory);
		if (!status.isDirectory()) {
			throw new UntrustedFileException(
					directory + ", which belongs to " + status.ownerName() + ", is no directory any more",
					"Look at what it is, then remove it: rm " + quote(directory));
		}
		if (!this.owners.include(status)) {
			throw new UntrustedFileException(
					"the directory " + directory + " belongs to " + status.ownerName() + otherOwner(),
					"Use another directory or, if nobody else has put anything into it, run: " + chown(directory));
		}
		return status;
	}

	private void checkWriters(FileStatus status) throws IOException {
		if (status.isWritableByOthers()) {
			throw new UntrustedFileException(
					status.path() + ", which belongs to " + status.ownerName() + ", can be written by all users",
					chmod(status));
		}
		// Without knowing who we are, it cannot be said who else is in the group.
		if (status.isWritableByGroup() && this.owners.self() != null) {
			String group = status.groupName();
			if (new AccountFiles(status.path().getFileSystem()).isShared(status.group(), group, this.owners.self())) {
				throw new UntrustedFileException(status.path() + ", which belongs to " + status.ownerName()
						+ ", can be written by the group " + group, chmod(status));
			}
		}
	}

	private String otherOwner() {
		return ", neither to the user of this process (" + this.owners.selfName() + ") nor to root";
	}

	private static String chmod(FileStatus status) {
		return "Run: chmod go-w " + quote(status.path());
	}

	private String chown(Path path) {
		return (this.owners.self() instanceof Integer) ? "chown " + this.owners.selfName() + " " + quote(path)
				: "icacls \"" + path + "\" /setowner \"" + this.owners.selfName() + "\"";
	}

	/**
	 * Quotes a path for a POSIX shell.
	 */
	private static String quote(Path path) {
		String text = path.toString();
		return text.matches("[\\w/.,:@%+=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
	}

}
