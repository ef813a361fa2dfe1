package io.westmoon.login;

import io.westmoon.login.support.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt failed.
 *
 * @param kind the kind of failure
 * @param detail what went wrong and what to do, on one line; never a secret
 * @param platformWords the platform's own words, on one line; foreign text
 */
public record LoginFailure(Kind kind, @Nullable String detail, @Nullable String platformWords) {

	/**
	 * Creates a failure that its kind tells enough of.
	 * @param kind the kind of failure
	 */
	public LoginFailure(Kind kind) {
		this(kind, null, null);
	}

	/**
	 * Describes that each new session is rejected soon after its login.
	 * @return the failure, with what to do
	 */
	public static LoginFailure replacedElsewhere() {
		return new LoginFailure(Kind.REPLACED_ELSEWHERE, "This user seems to log in elsewhere, which ends the sessions"
				+ " here. Let both share a store, or use one user for each", null);
	}

	/**
	 * Describes why the platform gave no code.
	 * @param problem what the platform answered
	 * @return the failure, with the platform's own words if it said any
	 */
	public static LoginFailure of(PlatformException problem) {
		String words = (problem instanceof PlatformBusinessException refusal)
				? UntrustedText.oneLine(refusal.msg()).strip() : "";
		return new LoginFailure(Kind.PLATFORM, problem.getMessage(), words.isEmpty() ? null : words);
	}

	/**
	 * The kinds of failure.
	 */
	public enum Kind {

		/** The platform could not be reached or gave no code. */
		PLATFORM,

		/** All codes ended without a scan that was confirmed. */
		NOBODY_SCANNED,

		/** Nobody scanned in time to renew a session, which still works. */
		EXPIRED,

		/** The person refused on the phone. */
		REJECTED,

		/** The person cancelled on the phone. */
		CANCELED,

		/** Somebody logged in who may not. */
		WRONG_USER,

		/** The platform did not accept the session that it had just given. */
		SESSION_REJECTED,

		/**
		 * The platform rejected one session after the other soon after its login, as if
		 * the user logged in elsewhere each time.
		 */
		REPLACED_ELSEWHERE

	}

}
