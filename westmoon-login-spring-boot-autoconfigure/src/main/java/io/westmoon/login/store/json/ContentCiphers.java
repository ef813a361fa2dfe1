package io.westmoon.login.store.json;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Makes ciphers of configured keys. Only a cipher with keys needs Tink
 * ({@code com.google.crypto.tink:tink}) on the class path: <pre class="code">
 * ContentCipher cipher = ContentCiphers.of(keys, "westmoon.login.store.encryption.keys");
 * SessionStore store = FileSessionStore.open("default", null, cipher, Clock.systemUTC());
 * </pre>
 */
public final class ContentCiphers {

	private static final int KEY_BYTES = 32;

	/**
	 * The first byte of encrypted content names its format. No JSON begins with one of
	 * these bytes, nor does a file that a power failure filled with zeros.
	 */
	private static final int FIRST_FORMAT = 1;

	private static final int LAST_FORMAT = 8;

	private ContentCiphers() {
	}

	/**
	 * Makes a cipher that encrypts with AES-256-GCM.
	 * @param keys keys of 256 bits in Base64; the first one encrypts, all decrypt
	 * @param property the name of the property that holds the keys, for messages
	 * @return the cipher, {@link ContentCipher#NONE} if there are no keys
	 * @throws EncryptionKeysException if a key is not valid, or if Tink is not on the
	 * class path
	 */
	public static ContentCipher of(List<String> keys, String property) {
		if (keys.isEmpty()) {
			return ContentCipher.NONE;
		}
		List<byte[]> decoded = new ArrayList<>();
		for (int i = 0; i < keys.size(); i++) {
			decoded.add(decode(keys.get(i), property + "[" + i + "]"));
		}
		try {
			return TinkContentCipher.of(decoded, property);
		}
		catch (NoClassDefFoundError ex) {
			throw new EncryptionKeysException(property, "Encryption needs a library that is not on the class path.",
					"Add the dependency com.google.crypto.tink:tink, or remove the keys to encrypt nothing.");
		}
	}

	private static byte[] decode(String key, String property) {
		byte[] bytes;
		try {
			bytes = Base64.getDecoder().decode(key.strip());
		}
		catch (IllegalArgumentException ex) {
			// Its message quotes a character of the key.
			throw invalid(property, "The key is not Base64.");
		}
		if (bytes.length != KEY_BYTES) {
			throw invalid(property, "The key has " + bytes.length + " bytes instead of " + KEY_BYTES + ".");
		}
		return bytes;
	}

	private static EncryptionKeysException invalid(String property, String reason) {
		return new EncryptionKeysException(property, reason,
				"Make a key with: openssl rand -base64 " + KEY_BYTES + " (the key is not shown here).");
	}

	/**
	 * Makes a cipher that still decrypts, and encrypts nothing any more.
	 * @param cipher the cipher that decrypts
	 * @return the cipher
	 */
	public static ContentCipher decryptOnly(ContentCipher cipher) {
		return new DecryptOnly(cipher);
	}

	/**
	 * Tells whether content is encrypted, also in a format that is not known yet.
	 */
	static boolean isEncrypted(byte[] stored) {
		return stored.length > 0 && stored[0] >= FIRST_FORMAT && stored[0] <= LAST_FORMAT;
	}

	private record DecryptOnly(ContentCipher cipher) implements ContentCipher {

		@Override
		public byte[] encrypt(byte[] content, String name) {
			return content;
		}

		@Override
		public byte[] decrypt(byte[] stored, String name) throws CorruptContentException {
			return this.cipher.decrypt(stored, name);
		}

		@Override
		public boolean encrypts() {
			return false;
		}

	}

}
