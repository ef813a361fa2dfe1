package io.westmoon.login.store.jdbc;

import io.westmoon.login.SessionStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The database answers, but the table that keeps logins does not exist, is not as it must
 * be, or may not be used.
 */
public final class UnusableTableException extends SessionStoreException {

	/**
	 * Creates the exception.
	 * @param message names the table and says what to do
	 * @param cause why; {@code null} if nothing was thrown that may be shown
	 */
	public UnusableTableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
