package io.westmoon.login.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.util.HtmlUtils;

/**
 * A page with placeholders: <code>{{name}}</code> for a value, which is escaped,
 * <code>{{text:key}}</code> for one of the page's words, and <code>{{raw:name}}</code>
 * for HTML.
 */
final class HtmlTemplate {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(?:(text|raw):)?([\\w.-]+)}}");

	private final String html;

	private HtmlTemplate(String html) {
		this.html = html;
	}

	static HtmlTemplate of(String html) {
		return new HtmlTemplate(html);
	}

	static HtmlTemplate read(String file) {
		return of(resource(file));
	}

	static String resource(String file) {
		try {
			return withUnixLines(
					new ClassPathResource(file, HtmlTemplate.class).getContentAsString(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Ends lines as browsers do before they hash a script or a style, whatever they ended
	 * with where the library was built.
	 */
	static String withUnixLines(String text) {
		return text.replace("\r\n", "\n");
	}

	String fill(PageMessages texts, Map<String, String> values) {
		return PLACEHOLDER.matcher(this.html)
			.replaceAll((match) -> Matcher.quoteReplacement(fill(match.group(1), match.group(2), texts, values)));
	}

	private static String fill(@Nullable String kind, String name, PageMessages texts, Map<String, String> values) {
		if ("text".equals(kind)) {
			return HtmlUtils.htmlEscape(texts.get(name), "UTF-8");
		}
		String value = values.get(name);
		if (value == null) {
			throw new IllegalArgumentException("The page has no value for " + name);
		}
		return "raw".equals(kind) ? value : HtmlUtils.htmlEscape(value, "UTF-8");
	}

}
