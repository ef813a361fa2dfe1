package io.westmoon.login.page;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The page's words in one language.
 */
final class PageMessages {

	private static final String OVERVIEW = "overview";

	private final String language;

	private final Properties texts = new Properties();

	private final String json;

	PageMessages(String language, String file) {
		this.language = language;
		try (Reader reader = new InputStreamReader(new ClassPathResource(file, PageMessages.class).getInputStream(),
				StandardCharsets.UTF_8)) {
			this.texts.load(reader);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Map<Object, Object> forScript = new TreeMap<>(this.texts);
		forScript.keySet().removeIf((key) -> key.toString().startsWith(OVERVIEW));
		this.json = JsonMapper.shared().writeValueAsString(forScript).replace("<", "\\u003c");
	}

	String language() {
		return this.language;
	}

	/**
	 * Returns a text.
	 * @param key its name
	 * @param arguments what to put in place of {@code {0}}, {@code {1}} and so on
	 * @return the text, not escaped
	 */
	String get(String key, String... arguments) {
		String text = this.texts.getProperty(key);
		if (text == null) {
			throw new IllegalArgumentException("The page has no text " + key);
		}
		for (int i = 0; i < arguments.length; i++) {
			text = text.replace("{" + i + "}", arguments[i]);
		}
		return text;
	}

	/**
	 * Returns the names of all texts.
	 */
	Set<String> keys() {
		return this.texts.stringPropertyNames();
	}

	/**
	 * Returns the texts of an attempt's page as JSON that may stand within a script
	 * element.
	 */
	String json() {
		return this.json;
	}

}
