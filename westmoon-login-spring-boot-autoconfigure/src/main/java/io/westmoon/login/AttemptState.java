package io.westmoon.login;

import java.util.EnumSet;
import java.util.Set;

/**
 * How far an attempt has come.
 */
public enum AttemptState {

	/** A session is needed; there is no code. */
	NEEDED(false),

	/** A code waits to be scanned. */
	SHOWN(false),

	/** Somebody scanned and has to confirm. */
	SCANNED(false),

	/** The platform gave a session that is not accepted yet. */
	CONFIRMED(false),

	/** The session was accepted. */
	ACCEPTED(true),

	/** The attempt ended without a session. */
	FAILED(true),

	/** A person logged out; only a person begins anew. */
	LOGGED_OUT(true);

	private final boolean end;

	AttemptState(boolean end) {
		this.end = end;
	}

	boolean isEnd() {
		return this.end;
	}

	/**
	 * Returns the states that can follow in the same attempt. A session that is confirmed
	 * or appears in the store counts even for an attempt that somebody else took back to
	 * its beginning or ended meanwhile. An accepted session that is rejected at once, as
	 * those before it were, makes the attempt a failure.
	 * @return the states, none after a logout
	 */
	Set<AttemptState> next() {
		return switch (this) {
			case NEEDED -> EnumSet.of(SHOWN, CONFIRMED, ACCEPTED, FAILED);
			case SHOWN -> EnumSet.of(SCANNED, CONFIRMED, NEEDED, ACCEPTED, FAILED);
			case SCANNED -> EnumSet.of(CONFIRMED, NEEDED, ACCEPTED, FAILED);
			case CONFIRMED -> EnumSet.of(ACCEPTED, NEEDED, FAILED);
			case FAILED -> EnumSet.of(CONFIRMED, ACCEPTED);
			case ACCEPTED -> EnumSet.of(FAILED);
			case LOGGED_OUT -> EnumSet.noneOf(AttemptState.class);
		};
	}

}
