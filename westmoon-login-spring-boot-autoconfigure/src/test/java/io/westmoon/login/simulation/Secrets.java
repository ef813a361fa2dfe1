package io.westmoon.login.simulation;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds tokens, scan tokens and ids of attempts in what is shown or logged.
 */
final class Secrets {

	private static final Pattern ATTEMPT_ID = Pattern.compile("[0-9a-f]{32}");

	void watch(Invariants invariants, String what, String text) {
		if (text.contains(SimulatedPlatform.SECRET)) {
			invariants.violated(Rule.NO_SECRETS, what + " shows a token: " + text);
		}
		else if (ATTEMPT_ID.matcher(text).find()) {
			invariants.violated(Rule.NO_SECRETS,
					what + " shows the id of an attempt: " + ATTEMPT_ID.matcher(text).replaceAll("(id)"));
		}
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
