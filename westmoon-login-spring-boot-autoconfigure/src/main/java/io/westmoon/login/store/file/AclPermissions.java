package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An access control list with one entry, for the user who runs the process.
 */
final class AclPermissions extends FilePermissions {

	private static final Set<AclEntryPermission> EVERYTHING = EnumSet.allOf(AclEntryPermission.class);

	private static final Set<AclEntryFlag> INHERITED = EnumSet.of(AclEntryFlag.FILE_INHERIT,
			AclEntryFlag.DIRECTORY_INHERIT);

	AclPermissions(FileGuard guard) {
		super(guard);
	}

	@Override
	FileAttribute<?>[] forFile(Path path) throws IOException {
		return new FileAttribute<?>[] { attribute(entries(path, Set.of())) };
	}

	@Override
	FileAttribute<?>[] forDirectory(Path path) throws IOException {
		return new FileAttribute<?>[] { attribute(entries(path, INHERITED)) };
	}

	@Override
	boolean narrow(Path path) throws IOException {
		AclFileAttributeView view = Files.getFileAttributeView(path, AclFileAttributeView.class,
				LinkOption.NOFOLLOW_LINKS);
		if (view == null) {
			throw new UnsupportedOperationException("no access control list");
		}
		if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
			throw new NoSuchFileException(path.toString());
		}
		UserPrincipal user = user(path.getFileSystem());
		if (!view.getAcl().isEmpty() && view.getAcl().stream().allMatch((entry) -> entry.principal().equals(user))) {
			return false;
		}
		view.setAcl(entries(path, Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? INHERITED : Set.of()));
		return true;
	}

	@Override
	RetryPolicy retryPolicy() {
		return RetryPolicy.HALF_A_SECOND;
	}

	private static List<AclEntry> entries(Path path, Set<AclEntryFlag> flags) throws IOException {
		return List.of(AclEntry.newBuilder()
			.setType(AclEntryType.ALLOW)
			.setPrincipal(user(path.getFileSystem()))
			.setPermissions(EVERYTHING)
			.setFlags(flags)
			.build());
	}

	private static UserPrincipal user(FileSystem fileSystem) throws IOException {
		String name = System.getProperty("user.name");
		String domain = System.getenv("USERDOMAIN");
		if (domain != null) {
			try {
				return fileSystem.getUserPrincipalLookupService().lookupPrincipalByName(domain + "\\" + name);
			}
			catch (UserPrincipalNotFoundException ex) {
				return fileSystem.getUserPrincipalLookupService().lookupPrincipalByName(name);
			}
		}
		return fileSystem.getUserPrincipalLookupService().lookupPrincipalByName(name);
	}

	private static FileAttribute<List<AclEntry>> attribute(List<AclEntry> entries) {
		return new FileAttribute<>() {

			@Override
			public String name() {
				return "acl:acl";
			}

			@Override
			public List<AclEntry> value() {
				return entries;
			}

		};
	}

}
