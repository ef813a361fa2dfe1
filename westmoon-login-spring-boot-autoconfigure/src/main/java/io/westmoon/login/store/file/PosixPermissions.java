package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
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
		Set<PosixFilePermission> found = view.readAttributes().permissions();
		if (OWNER.containsAll(found)) {
			return false;
		}
		Set<PosixFilePermission> narrowed = EnumSet.copyOf(OWNER);
		narrowed.retainAll(found);
		view.setPermissions(narrowed);
		return true;
	}

	@Override
	void proveOwnership(Path directory) throws IOException {
		PosixFileAttributeView view = view(directory);
		view.setPermissions(view.readAttributes().permissions());
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
