package io.westmoon.login;

/**
 * What to do with a call that was refused, for instance with HTTP 401.
 */
public sealed interface Renewal {

	/**
	 * Replay the call once with this session.
	 *
	 * @param session the session to send instead
	 */
	record Renewed(WestmoonSession session) implements Renewal {
	}

	/**
	 * The session is not the reason for the answer, or nobody could tell: give the caller
	 * its own answer.
	 */
	record NotRenewed() implements Renewal {
	}

}
