package io.westmoon.login.store.json;

/**
 * Stored content makes no sense. The message says what is wrong with it and repeats
 * nothing of it, since it may hold tokens; for the same reason there is no cause.
 */
public final class DamagedException extends Exception {

	public DamagedException(String message) {
		super(message);
	}

}
