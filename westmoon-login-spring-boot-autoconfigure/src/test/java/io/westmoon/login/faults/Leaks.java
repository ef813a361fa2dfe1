package io.westmoon.login.faults;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the fake platform's tokens and scan tokens, also where an answer was read in the
 * wrong charset.
 */
public final class Leaks {

	private static final Pattern SECRET = Pattern.compile("(scan|access|refresh)-[0-9a-f]{8}");

	private Leaks() {
	}

	public static boolean isIn(String text) {
		return Stream
			.of(text, text.replaceAll("[\\s\\x00]", ""),
					new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1))
			.anyMatch((view) -> SECRET.matcher(view).find());
	}

	/**
	 * Returns an exception's texts, with those of all its causes and suppressed ones.
	 */
	public static List<String> texts(Throwable throwable) {
		Set<Throwable> all = Collections.newSetFromMap(new IdentityHashMap<>());
		collect(throwable, all);
		return all.stream().map(Throwable::toString).toList();
	}

	/**
	 * Returns the types of an exception and of its causes, which do not differ from time
	 * to time as their messages do.
	 */
	static List<String> types(Throwable throwable) {
		return Stream.iterate(throwable, Objects::nonNull, Throwable::getCause)
			.limit(20)
			.map((cause) -> cause.getClass().getName())
			.toList();
	}

	private static void collect(Throwable throwable, Set<Throwable> all) {
		if (throwable != null && all.add(throwable)) {
			collect(throwable.getCause(), all);
			Stream.of(throwable.getSuppressed()).forEach((suppressed) -> collect(suppressed, all));
		}
	}

}
