package io.westmoon.login;

import org.jspecify.annotations.Nullable;

/**
 * Why an attempt failed.
 *
 * @param kind the kind of failure
 * @param detail what the platform said; foreign text, never a secret
 */
public record LoginFailure(Kind kind, @Nullable String detail) {

	/**
	 * The kinds of failure.
	 */
	public enum Kind {

		/** The platform could not be reached or gave no code. */
		PLATFORM,

		/** All codes ended without a scan that was confirmed. */
		NOBODY_SCANNED,

		/** The person refused on the phone. */
		REJECTED,

		/** The person cancelled on the phone. */
		CANCELED,

		/** Somebody logged in who may not. */
		WRONG_USER,

		/** The platform did not accept the session that it had just given. */
		SESSION_REJECTED

	}

}
