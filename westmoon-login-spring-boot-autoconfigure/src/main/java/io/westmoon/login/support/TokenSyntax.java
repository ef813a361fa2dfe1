package io.westmoon.login.support;

/**
 * The rule for tokens and token types: visible ASCII characters only, so that they can be
 * put into a header or a query as they are. HTTP clients quote a header that they cannot
 * send in their exceptions, so nothing that breaks the rule may reach one.
 */
public final class TokenSyntax {

	private TokenSyntax() {
	}

	/**
	 * Tells whether a text consists of visible ASCII characters only.
	 * @param text the text; never repeat it in a message if it breaks the rule
	 * @return whether it does; {@code true} for empty text
	 */
	public static boolean isValid(String text) {
		return text.chars().allMatch((c) -> c > 0x20 && c < 0x7f);
	}

}
