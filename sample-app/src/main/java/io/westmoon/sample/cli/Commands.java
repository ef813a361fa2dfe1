package io.westmoon.sample.cli;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes commands that a person can paste: this program, with the options that it was
 * given and that the next command needs, too.
 *
 * @param options the options, such as {@code --home} and its value
 */
record Commands(List<String> options) {

	private static final Pattern PLAIN = Pattern.compile("[\\w/.,:@%+=~-]+");

	/**
	 * Writes the command that shows a code.
	 */
	String login() {
		return with();
	}

	String with(String... flags) {
		List<String> words = new ArrayList<>(List.of("java", "-jar", jar(), "login"));
		words.addAll(List.of(flags));
		words.addAll(this.options);
		return words.stream().map(Commands::quote).collect(Collectors.joining(" "));
	}

	/**
	 * Writes the command for the help, which needs no options.
	 */
	static String help() {
		return Stream.of("java", "-jar", jar(), "login", "--help")
			.map(Commands::quote)
			.collect(Collectors.joining(" "));
	}

	/**
	 * Returns the jar as it was named when it was started, unless the classes do not come
	 * from one.
	 */
	private static String jar() {
		String path = System.getProperty("java.class.path", "");
		return (path.endsWith(".jar") && !path.contains(File.pathSeparator)) ? path : "sample-app.jar";
	}

	/**
	 * Quotes a word for a POSIX shell. A tilde at the beginning was quoted when it got
	 * here; the shell may expand it, which comes to the same.
	 */
	static String quote(String word) {
		return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
	}

}
