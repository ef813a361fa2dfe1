package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The local accounts of a machine in {@code /etc/passwd} and {@code /etc/group}. Each
 * user may have a group of its own, and a volume of a container may be handed over by a
 * group that has no name: such groups need not be feared.
 *
 * @param fileSystem where the files are
 */
record AccountFiles(FileSystem fileSystem) {

	/**
	 * Tells whether a group has members other than one user and root.
	 * @param group the number of the group
	 * @param name the name of the group, its number if it has no name
	 * @param user the number of the user
	 * @return {@code true} also if the members cannot be told
	 */
	boolean isShared(int group, String name, @Nullable Object user) {
		if (group == 0) {
			return false;
		}
		Set<String> own = new HashSet<>(Set.of(""));
		Set<String> members = new HashSet<>();
		boolean userIsListed = false;
		for (String[] account : lines("passwd", 4)) {
			if (account[2].equals("0") || account[2].equals(Objects.toString(user))) {
				own.add(account[0]);
				userIsListed |= !account[2].equals("0") || Objects.equals(user, 0);
			}
			if (account[3].equals(String.valueOf(group))) {
				members.add(account[0]);
			}
		}
		boolean groupIsListed = false;
		for (String[] entry : lines("group", 4)) {
			if (entry[2].equals(String.valueOf(group))) {
				groupIsListed = true;
				members.addAll(List.of(entry[3].split(",")));
			}
		}
		members.removeAll(own);
		boolean isNameless = name.equals(String.valueOf(group));
		// Users and groups of a directory service are not in these files.
		boolean membersAreKnown = isNameless || (groupIsListed && userIsListed);
		return !members.isEmpty() || !membersAreKnown;
	}

	private List<String[]> lines(String name, int fields) {
		Path path = this.fileSystem.getPath("/etc", name);
		try {
			return new String(Files.readAllBytes(path), StandardCharsets.UTF_8).lines()
				.map((line) -> line.split(":", -1))
				.filter((line) -> line.length >= fields)
				.toList();
		}
		catch (IOException ex) {
			return List.of();
		}
	}

}
