package io.westmoon.sample.cli;

import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/**
 * The words of the command line, in Chinese or English by locale.
 */
final class Messages {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

	private final ResourceBundle bundle;

	Messages(Locale locale) {
		this.bundle = ResourceBundle.getBundle("io.westmoon.sample.cli.messages", locale,
				Messages.class.getClassLoader(), Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
	}

	ResourceBundle bundle() {
		return this.bundle;
	}

	String get(String key, Object... arguments) {
		return new MessageFormat(this.bundle.getString(key), this.bundle.getLocale()).format(arguments);
	}

	/**
	 * Writes a time to the second, on this machine's clock.
	 */
	static String time(Instant time) {
		return TIME.format(time.atZone(ZoneId.systemDefault()));
	}

	/**
	 * Writes minutes and seconds.
	 */
	static String clock(Duration left) {
		long seconds = Math.max(0, left.toSeconds());
		return "%d:%02d".formatted(seconds / 60, seconds % 60);
	}

}
