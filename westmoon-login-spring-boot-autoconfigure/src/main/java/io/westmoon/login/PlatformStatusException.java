package io.westmoon.login;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The platform answered with an HTTP status that is no success.
 */
public final class PlatformStatusException extends PlatformException {

	private final int status;

	private final @Nullable Duration retryAfter;

	/**
	 * Creates the exception.
	 * @param call what was asked for
	 * @param status the HTTP status
	 * @param retryAfter how long the platform asks to wait; {@code null} if it does not
	 */
	public PlatformStatusException(String call, int status, @Nullable Duration retryAfter) {
		super("The Westmoon platform answered with HTTP status " + status + " when asked for " + call
				+ ". Try again later; if it stays so, check westmoon.login.base-url and westmoon.login.headers", null);
		this.status = status;
		this.retryAfter = retryAfter;
	}

	/**
	 * Returns the HTTP status.
	 * @return the status code
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Returns how long the platform asks to wait.
	 * @return {@code null} if it does not say
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	private PlatformStatusException(PlatformStatusException original) {
		super(original);
		this.status = original.status;
		this.retryAfter = original.retryAfter;
	}

	@Override
	public PlatformStatusException copy() {
		return new PlatformStatusException(this);
	}

}
