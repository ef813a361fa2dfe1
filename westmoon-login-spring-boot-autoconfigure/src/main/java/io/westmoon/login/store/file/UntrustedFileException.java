package io.westmoon.login.store.file;

import java.io.IOException;

/**
 * A file or directory could have been made or changed by another user, so that its
 * content is not believed. Nothing was changed.
 */
final class UntrustedFileException extends IOException {

	private final String reason;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param reason names the path and says what is wrong with it
	 * @param remedy says what to do, with the command
	 */
	UntrustedFileException(String reason, String remedy) {
		super(reason + ". " + remedy);
		this.reason = reason;
		this.remedy = remedy;
	}

	String reason() {
		return this.reason;
	}

	String remedy() {
		return this.remedy;
	}

}
