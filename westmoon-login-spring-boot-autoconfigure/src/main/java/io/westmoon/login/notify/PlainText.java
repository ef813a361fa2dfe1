package io.westmoon.login.notify;

import java.util.regex.Pattern;

import io.westmoon.login.support.UntrustedText;

/**
 * Makes text that came from elsewhere harmless in a message. The dialects differ in what
 * they take for markup and in how to escape it, and some have no escape, so characters
 * that mean something in any of them are replaced by their full-width twins.
 */
final class PlainText {

	private static final String MARKUP = "<>&`*_[]#~|\\@";

	/**
	 * Chat programs make a link of a bare name of a host too.
	 */
	private static final Pattern DOT_OF_A_HOST = Pattern.compile("(?<=[\\p{L}\\p{N}-])\\.(?=\\p{L})");

	private static final int FULL_WIDTH = 0xff01 - '!';

	private PlainText() {
	}

	/**
	 * Returns one line without markup, mentions and addresses of web pages.
	 * @param max the greatest length, in characters
	 */
	static String of(String text, int max) {
		StringBuilder plain = new StringBuilder();
		DOT_OF_A_HOST.matcher(UntrustedText.oneLine(text).replace("://", "：//"))
			.replaceAll("．")
			.strip()
			.codePoints()
			.limit(max)
			.map((c) -> (MARKUP.indexOf(c) >= 0) ? c + FULL_WIDTH : c)
			.forEach(plain::appendCodePoint);
		return plain.toString();
	}

	/**
	 * Cuts a text so that it is no longer than a number of bytes in UTF-8.
	 */
	static String cut(String text, int maxBytes) {
		StringBuilder cut = new StringBuilder();
		int bytes = 0;
		for (int c : text.codePoints().toArray()) {
			bytes += (c < 0x80) ? 1 : (c < 0x800) ? 2 : (c < 0x10000) ? 3 : 4;
			if (bytes > maxBytes) {
				break;
			}
			cut.appendCodePoint(c);
		}
		return cut.toString();
	}

}
