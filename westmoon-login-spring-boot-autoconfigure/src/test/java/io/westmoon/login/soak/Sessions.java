package io.westmoon.login.soak;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonSession;
import reactor.util.retry.Retry;

/**
 * Sees to it that a session is stored before anybody uses it. It may be missing there
 * only if a later one has taken its place, or if it was revoked or logged out. Which
 * client, and which process, does not matter, so a session that a killed process has used
 * counts too. Thread-safe.
 */
final class Sessions {

	private final SessionStore store;

	private final BooleanSupplier storeTrouble;

	private final Violations violations;

	private final Map<String, Integer> numbers = new HashMap<>();

	private final Set<String> revoked = new HashSet<>();

	private final Set<String> strangers = new HashSet<>();

	private final Set<String> used = new HashSet<>();

	private int forgetting;

	private int forgotten;

	private String latest = "";

	/**
	 * Creates a watch.
	 * @param store what the clients share
	 * @param storeTrouble whether a client has said that it cannot store a session
	 */
	Sessions(SessionStore store, BooleanSupplier storeTrouble, Violations violations) {
		this.store = store;
		this.storeTrouble = storeTrouble;
		this.violations = violations;
	}

	/**
	 * Notes a session that the platform has given.
	 */
	synchronized void given(String accessToken) {
		this.numbers.put(accessToken, this.numbers.size() + 1);
		this.latest = accessToken;
	}

	/**
	 * Notes that a session belongs to somebody who may not log in.
	 */
	synchronized void isStrangers(String accessToken) {
		this.strangers.add(accessToken);
	}

	synchronized String latest() {
		return this.latest;
	}

	synchronized void revoke(String accessToken) {
		this.revoked.add(accessToken);
	}

	/**
	 * To be called before all sessions are revoked or logged out.
	 */
	synchronized void beginForgetting() {
		this.forgetting++;
	}

	/**
	 * To be called afterwards: every session given until now may be missing.
	 */
	synchronized void endForgetting() {
		this.forgetting--;
		this.forgotten = this.numbers.size();
	}

	/**
	 * Notes that a client has used a session for a business call, before it is answered.
	 */
	void used(String accessToken, String request) {
		if (isFirstUse(accessToken, request)) {
			verifyStored(accessToken, request);
		}
	}

	private synchronized boolean isFirstUse(String accessToken, String request) {
		if (this.strangers.contains(accessToken)) {
			this.violations.add("Request " + request + " carries a stranger's session");
		}
		return this.used.add(accessToken);
	}

	private void verifyStored(String accessToken, String request) {
		String stored = stored();
		synchronized (this) {
			int number = this.numbers.getOrDefault(accessToken, 0);
			int storedNumber = this.numbers.getOrDefault(stored, 0);
			boolean mayBeMissing = this.forgetting > 0 || number <= this.forgotten
					|| this.revoked.contains(accessToken);
			if (storedNumber < number && !mayBeMissing && !this.storeTrouble.getAsBoolean()) {
				this.violations.add("Request " + request + " carries session " + number + ", stored is "
						+ ((storedNumber > 0) ? "session " + storedNumber : "none"));
			}
		}
	}

	/**
	 * Returns the stored access token, empty if there is none.
	 */
	String stored() {
		return this.store.load()
			.map(WestmoonSession::accessToken)
			.defaultIfEmpty("")
			.retryWhen(Retry.fixedDelay(10, Duration.ofMillis(100)))
			.block(Outcomes.BOUND);
	}

	synchronized int given() {
		return this.numbers.size();
	}

	synchronized int used() {
		return this.used.size();
	}

}
