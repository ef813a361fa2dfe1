package io.westmoon.login;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What the platform says about a session.
 *
 * @param verdict the verdict
 * @param user the user, with {@link Verdict#VALID} only
 * @param beganAt when the question was put; a call sent later may be answered otherwise
 * @param problem why there is no verdict, with {@link Verdict#UNKNOWN} only
 */
public record SessionCheck(Verdict verdict, @Nullable WestmoonUser user, Instant beganAt,
		@Nullable PlatformException problem) {

	/**
	 * Describes that there is no session to check.
	 * @param now the current time
	 * @return a check without a session
	 */
	public static SessionCheck missing(Instant now) {
		return new SessionCheck(Verdict.MISSING, null, now, null);
	}

	/**
	 * Describes a session that the platform accepts.
	 * @param user the user it belongs to
	 * @param beganAt when the question was put
	 * @return the check
	 */
	public static SessionCheck valid(WestmoonUser user, Instant beganAt) {
		return new SessionCheck(Verdict.VALID, user, beganAt, null);
	}

	/**
	 * Describes a session that the platform does not accept any more.
	 * @param beganAt when the question was put
	 * @return the check
	 */
	public static SessionCheck rejected(Instant beganAt) {
		return new SessionCheck(Verdict.REJECTED, null, beganAt, null);
	}

	/**
	 * Describes that the platform gave no verdict.
	 * @param problem why
	 * @param beganAt when the question was put
	 * @return the check
	 */
	public static SessionCheck unknown(PlatformException problem, Instant beganAt) {
		return new SessionCheck(Verdict.UNKNOWN, null, beganAt, problem);
	}

	/**
	 * What is known about a session.
	 */
	public enum Verdict {

		/** There is no session. */
		MISSING,

		/** The platform accepts the session. */
		VALID,

		/** The platform confirmed that the session is dead. */
		REJECTED,

		/** Nobody knows: not asked yet, or no clear answer. */
		UNKNOWN

	}

}
