package io.westmoon.login.page;

import java.util.List;
import java.util.Locale;

/**
 * The languages that the page speaks. Read from files once, when created.
 */
final class PageLanguages {

	private final PageMessages english = new PageMessages("en", "messages.properties");

	private final PageMessages chinese = new PageMessages("zh-CN", "messages_zh.properties");

	/**
	 * Chooses the language.
	 * @param wanted the languages that the browser accepts, the best first
	 * @return the first that there is, or English
	 */
	PageMessages of(List<Locale> wanted) {
		for (Locale locale : wanted) {
			if (locale.getLanguage().equals("zh")) {
				return this.chinese;
			}
			if (locale.getLanguage().equals("en")) {
				return this.english;
			}
		}
		return this.english;
	}

}
