package io.westmoon.login.platform;

import java.util.regex.Pattern;

/**
 * Shows how an answer begins without showing what is secret in it, however broken it is.
 */
final class SecretRedactor {

	private static final int EXAMINED = 4096;

	private static final int SHOWN = 200;

	private static final String HIDDEN = "***";

	/**
	 * A name that speaks of a secret, then a value: a string with escapes, a string
	 * within an escaped string, or a bare word. A string may lack its end. Where an array
	 * or an object begins, all that follows is hidden.
	 */
	private static final Pattern NAMED = Pattern.compile(
			"((?:token|secret|passw|authorization|wxacode|ticket|cookie|credential|session)[\\w-]{0,40}+"
					+ "\\\\*+[\"']?+\\s*+[:=]\\s*+)(?:\"(?:[^\"\\\\]|\\\\.)*+[\"\\\\]?+|'(?:[^'\\\\]|\\\\.)*+['\\\\]?+"
					+ "|\\\\++[\"'][^\"'\\\\]*+|[\\[{].*+|[^\\s,&}\\]<>\"']++)",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private static final Pattern SCHEME = Pattern.compile("\\b((?:bearer|basic)\\s++)[^\\s\"',<>]++",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern LONG_RUN = Pattern.compile("[\\w+/=~%-]{20,}+");

	private SecretRedactor() {
	}

	/**
	 * Masks, then cuts.
	 * @param answer the answer
	 * @return its first 200 characters
	 */
	static String beginning(String answer) {
		String text = answer.substring(0, Math.min(answer.length(), EXAMINED));
		text = SCHEME.matcher(text).replaceAll("$1" + HIDDEN);
		text = NAMED.matcher(text).replaceAll("$1" + HIDDEN);
		text = LONG_RUN.matcher(text).replaceAll(HIDDEN);
		return text.substring(0, Math.min(text.length(), SHOWN)).strip();
	}

}
