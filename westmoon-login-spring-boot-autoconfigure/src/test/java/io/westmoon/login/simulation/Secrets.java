package io.westmoon.login.simulation;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds tokens, scan tokens and ids of attempts in what is shown or logged.
 */
final class Secrets {

	private static final int ID_LENGTH = 32;

	private static final Pattern ATTEMPT_ID = Pattern.compile("[0-9a-f]{" + ID_LENGTH + "}");

	void watch(Invariants invariants, String what, String text) {
		if (text.contains(SimulatedPlatform.SECRET)) {
			invariants.violated(Rule.NO_SECRETS, what + " shows a token: " + text);
		}
		else if (hasLongNumber(text) && ATTEMPT_ID.matcher(text).find()) {
			invariants.violated(Rule.NO_SECRETS,
					what + " shows the id of an attempt: " + ATTEMPT_ID.matcher(text).replaceAll("(id)"));
		}
	}

	/**
	 * Whether there are as many digits in a row as an id has. Much quicker than the
	 * pattern, which few texts need.
	 */
	private static boolean hasLongNumber(String text) {
		for (int at = ID_LENGTH - 1; at < text.length(); at += ID_LENGTH) {
			int from = at;
			int to = at;
			while (from > 0 && isDigit(text, from - 1)) {
				from--;
			}
			while (to < text.length() && isDigit(text, to)) {
				to++;
			}
			if (to - from >= ID_LENGTH) {
				return true;
			}
		}
		return false;
	}

	private static boolean isDigit(String text, int at) {
		return Character.digit(text.charAt(at), 16) >= 0;
	}

	void watch(Invariants invariants, String what, Throwable error) {
		watch(invariants, what, error, Collections.newSetFromMap(new IdentityHashMap<>()));
	}

	private void watch(Invariants invariants, String what, Throwable error, Set<Throwable> seen) {
		if (seen.add(error)) {
			watch(invariants, what, error.toString());
			if (error.getCause() != null) {
				watch(invariants, what, error.getCause(), seen);
			}
			for (Throwable suppressed : error.getSuppressed()) {
				watch(invariants, what, suppressed, seen);
			}
		}
	}

}
