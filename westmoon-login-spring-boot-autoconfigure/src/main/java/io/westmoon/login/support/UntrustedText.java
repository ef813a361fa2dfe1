package io.westmoon.login.support;

/**
 * Makes text that came from the platform harmless for log lines and messages.
 */
public final class UntrustedText {

	private UntrustedText() {
	}

	/**
	 * Replaces every control and format character (line breaks, terminal escapes, bidi
	 * overrides) by a space and cuts the text at 1,000 characters.
	 * @param text the text
	 * @return one line of printable text
	 */
	public static String oneLine(String text) {
		StringBuilder line = new StringBuilder(Math.min(text.length(), 1000));
		text.codePoints().limit(1000).map(UntrustedText::printable).forEach(line::appendCodePoint);
		return line.toString();
	}

	private static int printable(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE ->
				' ';
			default -> codePoint;
		};
	}

}
