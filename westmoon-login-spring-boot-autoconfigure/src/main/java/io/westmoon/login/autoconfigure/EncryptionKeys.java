package io.westmoon.login.autoconfigure;

import java.util.Locale;

/**
 * Recognizes the properties that hold keys for encryption, in whatever way their names
 * are written.
 */
final class EncryptionKeys {

	private EncryptionKeys() {
	}

	/**
	 * Tells whether a property holds a key.
	 * @param name the name of a property or an environment variable
	 * @return whether it does, for any account
	 */
	static boolean isName(String name) {
		String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
		return plain.startsWith("westmoonlogin") && plain.endsWith("storeencryptionkeys");
	}

}
