package io.westmoon.login.page;

import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Browsers within apps are often years behind. A script with syntax that they do not know
 * does not run at all, so the page gets by with what Chromium 66 and iOS 12 have.
 */
class PageBaselineTests {

	private static final Pattern COMMENTS = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);

	@ParameterizedTest
	@ValueSource(strings = { "\\?\\.(?!\\d)", "\\?\\?", "(\\|\\||&&|\\*\\*)=", "\\d_\\d", "\\(\\?<", "catch\\s*\\{",
			"\\bstatic\\b", "\\bimport\\b", "[\\s.]#\\w+\\s*[(=;]", "\\bAbortSignal\\b", "\\bResizeObserver\\b",
			"\\bIntersectionObserver\\b", "\\bstructuredClone\\b", "\\bqueueMicrotask\\b", "\\bglobalThis\\b",
			"\\.(at|flat|flatMap|findLast|findLastIndex|toSorted|with)\\(", "\\.(replaceAll|matchAll)\\(",
			"\\.(trimStart|trimEnd|replaceChildren|checkVisibility|showModal|requestSubmit|randomUUID)\\(",
			"Object\\.(fromEntries|hasOwn|groupBy)", "Promise\\.(any|allSettled|withResolvers|try)",
			"\\b(Segmenter|RelativeTimeFormat|ListFormat|DisplayNames|WeakRef|BigInt|URLPattern)\\b" })
	void theScriptsNeedNothingNewer(String newer) {
		assertThat(resource("page.js") + resource("overview.js")).doesNotContainPattern(newer);
	}

	@ParameterizedTest
	@ValueSource(strings = { "aspect-ratio", "\\bgap\\s*:", "\\binset\\b", ":(is|where|has)\\(",
			"\\b(min|max|clamp)\\(", "\\d[dsl]v[hw]\\b", "color-mix", "@(layer|container|property|scope)\\b",
			"\\bmargin-(inline|block)\\b" })
	void theStyleNeedsNothingNewer(String newer) {
		assertThat(resource("page.css")).doesNotContainPattern(newer);
	}

	private static String resource(String file) {
		return COMMENTS.matcher(HtmlTemplate.resource(file)).replaceAll("");
	}

}
