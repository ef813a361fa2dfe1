package io.westmoon.login.notify;

import java.util.List;

/**
 * Who is mentioned in a notice that asks for an action. Immutable.
 *
 * @param everybody whether everybody is
 * @param users the ids of users
 * @param mobiles the mobile numbers of users
 */
public record Mentions(boolean everybody, List<String> users, List<String> mobiles) {

	private static final String ALL = "all";

	/**
	 * Copies the lists.
	 */
	public Mentions {
		users = List.copyOf(users);
		mobiles = List.copyOf(mobiles);
	}

	/**
	 * Takes the ids of users, one of which may be {@value #ALL} for everybody.
	 * @param users the ids
	 * @param mobiles the mobile numbers of users
	 * @return who is mentioned
	 */
	public static Mentions of(List<String> users, List<String> mobiles) {
		return new Mentions(users.contains(ALL), users.stream().filter((user) -> !user.equals(ALL)).toList(), mobiles);
	}

}
