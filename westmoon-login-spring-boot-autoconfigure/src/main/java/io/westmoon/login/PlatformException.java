package io.westmoon.login;

import org.jspecify.annotations.Nullable;

/**
 * A call to the platform failed. The message says what to do; it carries neither the
 * call's query nor any token.
 */
public abstract sealed class PlatformException extends WestmoonLoginException permits PlatformUnreachableException,
		PlatformStatusException, PlatformBusinessException, PlatformResponseException {

	PlatformException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	PlatformException(PlatformException original) {
		super(String.valueOf(original.getMessage()), null);
		setStackTrace(original.getStackTrace());
	}

	/**
	 * Returns a new exception that says the same, for another caller: each may add
	 * suppressed exceptions to its own.
	 * @return a new exception
	 */
	public abstract PlatformException copy();

}
