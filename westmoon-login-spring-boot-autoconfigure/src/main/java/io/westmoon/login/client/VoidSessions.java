package io.westmoon.login.client;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.WestmoonSession;

/**
 * What logouts made void, as far as this process knows. Nothing that was made void is
 * ever good again, so it makes no difference in which order attempts are read.
 * Thread-safe.
 */
final class VoidSessions {

	private static final int REMEMBERED = 16;

	private static final int REMEMBERED_ORIGINS = 4;

	private final Set<String> voids = new LinkedHashSet<>();

	private final Map<String, String> origins = new LinkedHashMap<>();

	synchronized void cameOf(WestmoonSession session, LoginAttempt attempt) {
		this.origins.put(session.fingerprint(), attempt.id());
		if (this.origins.size() > REMEMBERED_ORIGINS) {
			this.origins.remove(this.origins.keySet().iterator().next());
		}
	}

	/**
	 * Makes void a session that a logout has overtaken, and the attempt that brought it.
	 */
	synchronized void add(WestmoonSession session) {
		add(names(session));
	}

	synchronized boolean contain(WestmoonSession session) {
		return !this.voids.isEmpty() && names(session).stream().anyMatch(this.voids::contains);
	}

	private List<String> names(WestmoonSession session) {
		String fingerprint = session.fingerprint();
		String origin = this.origins.get(fingerprint);
		return (origin != null) ? List.of(fingerprint, origin) : List.of(fingerprint);
	}

	synchronized boolean contain(LoginAttempt attempt) {
		return this.voids.contains(attempt.id());
	}

	/**
	 * Remembers what an attempt says to be void.
	 * @return all that is remembered
	 */
	synchronized List<String> add(List<String> made) {
		for (String next : made) {
			// Again at the end, so that what comes up again is forgotten last.
			this.voids.remove(next);
			this.voids.add(next);
		}
		while (this.voids.size() > REMEMBERED) {
			this.voids.remove(this.voids.iterator().next());
		}
		return List.copyOf(this.voids);
	}

}
