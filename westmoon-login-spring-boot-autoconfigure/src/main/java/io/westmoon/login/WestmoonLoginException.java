package io.westmoon.login;

import io.westmoon.login.support.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that this library throws at run time. No message carries a
 * token, a scan token or a line break.
 */
public abstract class WestmoonLoginException extends RuntimeException {

	protected WestmoonLoginException(String message, @Nullable Throwable cause) {
		super(UntrustedText.oneLine(message), cause);
	}

}
