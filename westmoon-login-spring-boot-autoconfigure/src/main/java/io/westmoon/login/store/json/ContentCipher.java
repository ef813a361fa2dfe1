package io.westmoon.login.store.json;

/**
 * Encrypts what a store keeps, bound to the name under which it is kept, so that what was
 * written under one name is of no use under another. Thread-safe. Encrypting may read
 * random bits from the system, so call it where blocking is allowed; decrypting does no
 * I/O.
 *
 * @see ContentCiphers
 */
public interface ContentCipher {

	/**
	 * The most bytes that encryption adds to content.
	 */
	int MAX_OVERHEAD = 64;

	/**
	 * Encrypts nothing, and does not decrypt what is encrypted.
	 */
	ContentCipher NONE = new ContentCipher() {

		@Override
		public byte[] encrypt(byte[] content, String name) {
			return content;
		}

		@Override
		public byte[] decrypt(byte[] stored, String name) throws UndecryptableContentException {
			if (ContentCiphers.isEncrypted(stored)) {
				throw new UndecryptableContentException(
						"it is encrypted, and no keys are set under westmoon.login.store.encryption.keys");
			}
			return stored;
		}

		@Override
		public boolean encrypts() {
			return false;
		}

		@Override
		public String toString() {
			return "ContentCipher.NONE";
		}

	};

	/**
	 * Encrypts content.
	 * @param content what to keep
	 * @param name under what name it will be kept
	 * @return what to write
	 */
	byte[] encrypt(byte[] content, String name);

	/**
	 * Decrypts what was written. What was written before encryption was switched on is
	 * returned as it is.
	 * @param stored what was read
	 * @param name under what name it was read
	 * @return the content
	 * @throws CorruptContentException if none of the keys fits, if the content was
	 * changed, or if it was written under another name; an
	 * {@link UndecryptableContentException} where the right keys may help
	 */
	byte[] decrypt(byte[] stored, String name) throws CorruptContentException;

	/**
	 * Tells whether {@link #encrypt} encrypts.
	 * @return {@code false} if it returns what it was given
	 */
	default boolean encrypts() {
		return true;
	}

}
