package io.westmoon.login.autoconfigure;

/**
 * Two beans use the same account or directory.
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
