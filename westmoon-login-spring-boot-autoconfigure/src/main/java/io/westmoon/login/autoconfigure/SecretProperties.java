package io.westmoon.login.autoconfigure;

import java.util.Locale;

/**
 * Recognizes the properties that hold secrets, in whatever way their names are written:
 * keys for encryption, and a URL that may carry a password.
 */
final class SecretProperties {

	private SecretProperties() {
	}

	/**
	 * Tells whether a property holds a secret.
	 * @param name the name of a property or an environment variable
	 * @return whether it does, for any account
	 */
	static boolean isSecret(String name) {
		String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
		return plain.startsWith("westmoonlogin")
				&& (plain.endsWith("storeencryptionkeys") || plain.endsWith("storeredisurl"));
	}

}
