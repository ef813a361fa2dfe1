package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * Modes 600 and 700.
 */
final class PosixPermissions extends FilePermissions {

	private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

	PosixPermissions(FileGuard guard) {
		super(guard);
	}

	@Override
	FileAttribute<?>[] forFile(Path path) {
		return new FileAttribute<?>[] {
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) };
	}

	@Override
	FileAttribute<?>[] forDirectory(Path path) {
		return new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(OWNER) };
	}

	/**
	 * Whatever the umask is.
	 */
	@Override
	void createParents(Path parent) throws IOException {
		Files.createDirectories(parent,
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
	}

	@Override
	boolean narrow(Path path) throws IOException {
		PosixFileAttributeView view = view(path);
		PosixFileAttributes found = view.readAttributes();
		if (OWNER.containsAll(found.permissions())) {
			return false;
		}
		refuseLink(path, found);
		Set<PosixFilePermission> narrowed = EnumSet.copyOf(OWNER);
		narrowed.retainAll(found.permissions());
		view.setPermissions(narrowed);
		return true;
	}

	@Override
	void proveOwnership(Path directory) throws IOException {
		PosixFileAttributeView view = view(directory);
		PosixFileAttributes found = view.readAttributes();
		refuseLink(directory, found);
		view.setPermissions(found.permissions());
	}

	/**
	 * Newer JDKs follow a link here although they are told not to.
	 */
	private static void refuseLink(Path path, PosixFileAttributes found) throws FileSystemException {
		if (found.isSymbolicLink()) {
			throw new FileSystemException(path.toString(), null, "it is a symbolic link");
		}
	}

	private static PosixFileAttributeView view(Path path) {
		return Objects
			.requireNonNull(Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
	}

	@Override
	RetryPolicy retryPolicy() {
		return RetryPolicy.NONE;
	}

}
