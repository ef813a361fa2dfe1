package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Modes 600 and 700.
 */
final class PosixPermissions extends FilePermissions {

	private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

	@Override
	FileAttribute<?>[] forFile(Path path) {
		return new FileAttribute<?>[] {
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) };
	}

	@Override
	FileAttribute<?>[] forDirectory(Path path) {
		return new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(OWNER) };
	}

	@Override
	boolean narrow(Path path) throws IOException {
		Set<PosixFilePermission> found = Files.getPosixFilePermissions(path);
		if (OWNER.containsAll(found)) {
			return false;
		}
		Set<PosixFilePermission> narrowed = EnumSet.copyOf(OWNER);
		narrowed.retainAll(found);
		Files.setPosixFilePermissions(path, narrowed);
		return true;
	}

	@Override
	RetryPolicy retryPolicy() {
		return RetryPolicy.NONE;
	}

}
