package io.westmoon.login;

import org.jspecify.annotations.Nullable;

/**
 * The store cannot be reached just now, and works again by itself once it can. Whoever
 * throws this logs an outage once, for all accounts together, so whoever catches it need
 * not.
 */
public class SessionStoreUnreachableException extends SessionStoreException {

	/**
	 * Creates the exception.
	 * @param message names the place and says what to do
	 * @param cause why; {@code null} if nothing was thrown
	 */
	public SessionStoreUnreachableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
