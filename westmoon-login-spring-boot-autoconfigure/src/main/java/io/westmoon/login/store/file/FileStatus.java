package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What the file system says about a file or directory itself; links are not followed.
 *
 * @param path the file or directory
 * @param isFile whether it is a regular file
 * @param isDirectory whether it is a directory
 * @param owner the number of the owner where users have numbers, otherwise a principal;
 * {@code null} where files have no owner
 * @param group the number of the group; 0 where groups have no numbers
 * @param mode the POSIX mode; 0 where there is none
 */
record FileStatus(Path path, boolean isFile, boolean isDirectory, @Nullable Object owner, int group, int mode) {

	private static final int GROUP_WRITE = 0020;

	private static final int OTHERS_WRITE = 0002;

	private static final int STICKY = 01000;

	/**
	 * Reads the status of a file or directory.
	 * @param path the file or directory
	 * @return its status
	 * @throws java.nio.file.NoSuchFileException if there is none
	 * @throws IOException if the status cannot be read
	 */
	static FileStatus of(Path path) throws IOException {
		Set<String> views = path.getFileSystem().supportedFileAttributeViews();
		if (views.contains("unix")) {
			Map<String, Object> attributes = Files.readAttributes(path, "unix:isRegularFile,isDirectory,uid,gid,mode",
					LinkOption.NOFOLLOW_LINKS);
			return new FileStatus(path, Boolean.TRUE.equals(attributes.get("isRegularFile")),
					Boolean.TRUE.equals(attributes.get("isDirectory")), attributes.get("uid"),
					number(attributes.get("gid")), number(attributes.get("mode")));
		}
		BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class,
				LinkOption.NOFOLLOW_LINKS);
		Object owner = views.contains("owner") ? Files.getOwner(path, LinkOption.NOFOLLOW_LINKS) : null;
		return new FileStatus(path, attributes.isRegularFile(), attributes.isDirectory(), owner, 0, 0);
	}

	private static int number(@Nullable Object value) {
		return (Integer) Objects.requireNonNull(value);
	}

	boolean isWritableByGroup() {
		return (this.mode & GROUP_WRITE) != 0;
	}

	boolean isWritableByOthers() {
		return (this.mode & OTHERS_WRITE) != 0;
	}

	/**
	 * Tells whether entries of the directory can be replaced by their owners only.
	 * @return whether the sticky bit is set
	 */
	boolean isSticky() {
		return (this.mode & STICKY) != 0;
	}

	/**
	 * Returns the owner for messages.
	 * @return the name, with the number where users have numbers
	 */
	String ownerName() {
		String number = (this.owner instanceof Integer) ? "uid " + this.owner : String.valueOf(this.owner);
		try {
			String name = Files.getOwner(this.path, LinkOption.NOFOLLOW_LINKS).getName();
			if (!(this.owner instanceof Integer)) {
				return name;
			}
			return name.equals(this.owner.toString()) ? number : name + " (" + number + ")";
		}
		catch (IOException | UnsupportedOperationException ex) {
			return number;
		}
	}

	/**
	 * Returns the name of the group for messages and for looking it up.
	 * @return the name, or the number of a group without a name
	 */
	String groupName() {
		try {
			return String.valueOf(Files.getAttribute(this.path, "unix:group", LinkOption.NOFOLLOW_LINKS));
		}
		catch (IOException | RuntimeException ex) {
			return String.valueOf(this.group);
		}
	}

}
