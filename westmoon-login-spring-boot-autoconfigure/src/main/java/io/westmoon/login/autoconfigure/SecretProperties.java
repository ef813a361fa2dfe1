package io.westmoon.login.autoconfigure;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Recognizes the properties that hold secrets, in whatever way their names are written:
 * keys for encryption, a URL that may carry a password, and what lets its owner post into
 * a group chat.
 */
final class SecretProperties {

	private static final Pattern SECRET = Pattern.compile("westmoonlogin.*(storeencryptionkeys|storeredisurl"
			+ "|notify(wecomurl|dingtalkurl|dingtalksecret|feishuurl|feishusecret|webhookurl|webhooktemplate"
			+ "|webhookheaders.*))");

	private static final Pattern ADDRESS = Pattern.compile("westmoonlogin.*notify(feishu|webhook)url");

	private SecretProperties() {
	}

	/**
	 * Tells whether a property holds a secret.
	 * @param name the name of a property or an environment variable
	 * @return whether it does, for any account
	 */
	static boolean isSecret(String name) {
		return SECRET.matcher(plain(name)).matches();
	}

	/**
	 * Tells whether a property holds an address whose path is a secret.
	 * @param name the name of a property or an environment variable
	 * @return whether it does, for any account
	 */
	static boolean isSecretPath(String name) {
		return ADDRESS.matcher(plain(name)).matches();
	}

	private static String plain(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
	}

}
