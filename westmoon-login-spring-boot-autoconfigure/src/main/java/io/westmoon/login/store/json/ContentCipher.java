package io.westmoon.login.store.json;

/**
 * Encrypts what a store keeps, bound to the name under which it is kept, so that what was
 * written under one name is of no use under another. Thread-safe; does no I/O.
 */
public interface ContentCipher {

	/**
	 * Encrypts nothing.
	 */
	ContentCipher NONE = new ContentCipher() {

		@Override
		public byte[] encrypt(byte[] content, String name) {
			return content;
		}

		@Override
		public byte[] decrypt(byte[] stored, String name) {
			return stored;
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
	 * changed, or if it was written under another name
	 */
	byte[] decrypt(byte[] stored, String name) throws CorruptContentException;

}
