package io.westmoon.login.store.json;

/**
 * Stored content is encrypted, and the keys at hand do not decrypt it. It need not be
 * damaged: with the key that it was written with, it can be read. So it must not be
 * overwritten, moved or deleted.
 */
public final class UndecryptableContentException extends CorruptContentException {

	/**
	 * Creates the exception.
	 * @param message what is wrong; must repeat neither the content nor a key
	 */
	public UndecryptableContentException(String message) {
		super(message);
	}

}
