package io.westmoon.login.faults;

/**
 * What becomes of a login, a session or a call when one of the platform's calls goes
 * wrong.
 */
enum Outcome {

	/** Nobody notices anything. */
	UNHARMED,

	/**
	 * The call that needed the session fails with a {@code LoginRequiredException} that
	 * says why, those after it fail without asking the platform, and {@code login()} logs
	 * in as soon as the platform works again.
	 */
	COOL_DOWN,

	/** The same code is polled again and logs in; a debug line says why. */
	POLLED_AGAIN,

	/** The code was good for nothing any more; another one is shown and logs in. */
	NEXT_CODE,

	/** The new session is stored and used; the user is added when the platform tells. */
	USER_LATER,

	/** The same, but the platform said that the session is valid, and not whose. */
	NAMELESS,

	/**
	 * The new session is kept in the attempt and accepted when the platform tells whose
	 * it is; a log line says what it waits for.
	 */
	KEPT,

	/**
	 * The platform does not accept the session that it has just given: neither do we, and
	 * the call fails with a {@code LoginRequiredException}.
	 */
	NOT_ACCEPTED,

	/**
	 * The caller sees what it would see without the starter. Nobody is asked to scan and
	 * the session stays.
	 */
	TO_THE_CALLER

}
