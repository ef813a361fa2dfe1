package io.westmoon.sample.cli;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The words of the command line, in Chinese or English by locale.
 */
final class Messages {

	private final ResourceBundle bundle;

	Messages(Locale locale) {
		this.bundle = ResourceBundle.getBundle("io.westmoon.sample.cli.messages", locale,
				Messages.class.getClassLoader());
	}

	ResourceBundle bundle() {
		return this.bundle;
	}

	String get(String key, Object... arguments) {
		return new MessageFormat(this.bundle.getString(key), this.bundle.getLocale()).format(arguments);
	}

}
