package io.westmoon.login.store.json;

/**
 * Stored content is invalid. The message says what is wrong without repeating any of the
 * content, which may hold tokens; for the same reason there is no cause.
 */
public class CorruptContentException extends Exception {

	/**
	 * Creates the exception.
	 * @param message what is wrong; must not repeat the content
	 */
	public CorruptContentException(String message) {
		super(message);
	}

}
