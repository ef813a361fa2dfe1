package io.westmoon.login.notify;

/**
 * What a notice is about.
 */
public enum NoticeKind {

	/** A person has to scan a code. */
	LOGIN_NEEDED,

	/** A person still has to scan a code. */
	REMINDER,

	/** The session ends soon; nothing is broken yet. */
	RENEWAL,

	/** Somebody scanned the code and has to confirm. */
	SCANNED,

	/** Somebody confirmed who may not log in here; the login goes on. */
	WRONG_USER,

	/** The account is logged in. */
	LOGGED_IN,

	/** The login ended without a session. */
	LOGIN_FAILED,

	/** Somebody logged the account out, so nobody has to scan any more. */
	LOGGED_OUT,

	/** Somebody tries out the channel. */
	TEST;

	/**
	 * Tells whether a person has to do something, so that people are mentioned.
	 * @return whether the notice asks for an action
	 */
	public boolean asksForAction() {
		return this == LOGIN_NEEDED || this == REMINDER || this == RENEWAL || this == TEST;
	}

	/**
	 * Tells whether the notice is the last one about an attempt.
	 */
	boolean isOutcome() {
		return this == LOGGED_IN || this == LOGIN_FAILED || this == LOGGED_OUT;
	}

}
