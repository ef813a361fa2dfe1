package io.westmoon.login.notify;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A message was not sent. Holds no cause, since that may show the address.
 */
public class NotificationException extends RuntimeException {

	private final @Nullable Duration retryAfter;

	/**
	 * Creates an exception for a failure.
	 * @param message why, without secrets; it is logged and shown
	 * @param retryAfter how long to wait before trying again; {@code null} if that would
	 * not help
	 */
	public NotificationException(String message, @Nullable Duration retryAfter) {
		super(message);
		this.retryAfter = retryAfter;
	}

	/**
	 * Returns how long to wait before trying again.
	 * @return the time; {@code null} if that would not help
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
