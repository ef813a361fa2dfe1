package io.westmoon.login;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything that this library throws at run time. No message carries a
 * token, a scan token or a line break.
 */
public abstract class WestmoonLoginException extends RuntimeException {

	protected WestmoonLoginException(String message, @Nullable Throwable cause) {
		super(ForeignText.oneLine(message), cause);
	}

}
