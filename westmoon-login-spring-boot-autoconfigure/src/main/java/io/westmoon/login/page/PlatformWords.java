package io.westmoon.login.page;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.westmoon.login.ForeignText;
import io.westmoon.login.PlatformBusinessException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the platform's own words in the detail of a failure, whose other words are for
 * operators who read English.
 */
final class PlatformWords {

	private static final int LONGEST = 200;

	private static final Pattern REFUSAL = refusal();

	private PlatformWords() {
	}

	/**
	 * Takes the platform's words out.
	 * @param detail the detail of a failure
	 * @return foreign text on one line, shortened; {@code null} if the platform said
	 * nothing
	 */
	static @Nullable String in(@Nullable String detail) {
		Matcher refusal = REFUSAL.matcher((detail != null) ? ForeignText.oneLine(detail) : "");
		return refusal.matches() ? shorten(refusal.group("msg").strip()) : null;
	}

	private static @Nullable String shorten(String words) {
		if (words.isEmpty()) {
			return null;
		}
		return (words.codePointCount(0, words.length()) <= LONGEST) ? words
				: words.substring(0, words.offsetByCodePoints(0, LONGEST)) + "…";
	}

	/**
	 * Asks the exception itself how it words a refusal.
	 */
	private static Pattern refusal() {
		String words = new PlatformBusinessException("*", "*", "").getMessage();
		return Pattern.compile(Arrays.stream(String.valueOf(words).split("\\*", -1))
			.map(Pattern::quote)
			.collect(Collectors.joining(".*?")) + "(?<msg>.*)");
	}

}
