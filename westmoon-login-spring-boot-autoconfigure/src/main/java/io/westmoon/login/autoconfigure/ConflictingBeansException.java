package io.westmoon.login.autoconfigure;

/**
 * Two beans are clients of the same account.
 */
class ConflictingBeansException extends RuntimeException {

	private final String action;

	ConflictingBeansException(String message, String action) {
		super(message);
		this.action = action;
	}

	String action() {
		return this.action;
	}

}
