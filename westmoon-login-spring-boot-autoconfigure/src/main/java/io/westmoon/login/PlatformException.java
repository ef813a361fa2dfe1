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

}
