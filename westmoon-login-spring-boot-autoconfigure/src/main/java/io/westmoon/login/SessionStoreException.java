package io.westmoon.login;

import org.jspecify.annotations.Nullable;

/**
 * The store cannot be read or written. The message names the place and what to do.
 */
public class SessionStoreException extends WestmoonLoginException {

	/**
	 * Creates the exception.
	 * @param message names the place and says what to do
	 * @param cause why; {@code null} if nothing was thrown
	 */
	public SessionStoreException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
