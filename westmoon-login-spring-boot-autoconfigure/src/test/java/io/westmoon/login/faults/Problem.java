package io.westmoon.login.faults;

import io.westmoon.login.PlatformBusinessException;
import io.westmoon.login.PlatformException;
import io.westmoon.login.PlatformResponseException;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.PlatformUnreachableException;

/**
 * The exception that a login call fails with, and the words by which people know it.
 */
enum Problem {

	/** The platform is not there, or does not answer in time. */
	UNREACHABLE(PlatformUnreachableException.class, "Cannot reach the Westmoon platform at http://127.0.0.1:"),

	/** The platform answers with an HTTP status that is no success. */
	STATUS(PlatformStatusException.class, "The Westmoon platform answered with HTTP status "),

	/** The platform's answer is not what it should be. */
	ANSWER(PlatformResponseException.class, "Cannot understand the Westmoon platform's answer when asked for "),

	/** The platform says no in its own words. */
	BUSINESS(PlatformBusinessException.class, "The Westmoon platform refused "),

	/** There is none. */
	NONE(PlatformException.class, "(no problem)");

	private final Class<? extends PlatformException> type;

	private final String message;

	Problem(Class<? extends PlatformException> type, String message) {
		this.type = type;
		this.message = message;
	}

	Class<? extends PlatformException> type() {
		return this.type;
	}

	String message() {
		return this.message;
	}

}
