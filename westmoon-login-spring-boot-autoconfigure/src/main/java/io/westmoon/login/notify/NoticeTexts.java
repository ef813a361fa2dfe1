package io.westmoon.login.notify;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;

import org.springframework.core.io.ClassPathResource;

/**
 * The words of the notices in one language. Immutable.
 */
final class NoticeTexts {

	private final Properties texts = new Properties();

	NoticeTexts(Locale language) {
		String file = language.getLanguage().equals("zh") ? "messages_zh.properties" : "messages.properties";
		try (Reader reader = new InputStreamReader(new ClassPathResource(file, NoticeTexts.class).getInputStream(),
				StandardCharsets.UTF_8)) {
			this.texts.load(reader);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String get(String key) {
		return get(key, "");
	}

	/**
	 * Returns a text.
	 * @param argument what to put in place of <code>{0}</code>
	 */
	String get(String key, String argument) {
		String text = this.texts.getProperty(key);
		if (text == null) {
			throw new IllegalArgumentException("The notices have no text " + key);
		}
		return text.replace("{0}", argument).stripTrailing();
	}

}
