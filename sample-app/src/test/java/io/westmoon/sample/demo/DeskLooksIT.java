package io.westmoon.sample.demo;

import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at the desk of the packaged demo on desktop and phone, light and dark, in both
 * languages. Left to thorough builds.
 */
@EnabledIfSystemProperty(named = "westmoon.every-look", matches = "true")
class DeskLooksIT extends DeskFixture {

	/**
	 * Each size in each theme, and each language in both.
	 */
	static Stream<Arguments> looks() {
		return Stream.of(Arguments.of("desktop", "light", "en"), Arguments.of("phone", "dark", "zh"),
				Arguments.of("desktop", "dark", "zh"), Arguments.of("phone", "light", "en"));
	}

	@ParameterizedTest
	@MethodSource("looks")
	void itCanBeReadByEverybody(String size, String theme, String language) {
		desk.open(size.equals("phone") ? 390 : 1280, 900, theme, language);
		String name = size + "-" + theme + "-" + language + ".png";
		inspect("start-" + name);
		desk.search("");
		desk.awaitCode();
		inspect("code-" + name);
		desk.phone("scan");
		desk.phone("reject");
		browser.await("!document.querySelector('#problem').hidden");
		inspect("refused-" + name);
		browser.click("#again");
		desk.awaitCode();
		desk.phone("scan");
		desk.phone("confirm");
		desk.awaitResult();
		browser.await("!document.querySelector('iframe')");
		inspect("result-" + name);
	}

	private static void inspect(String name) {
		assertThat(browser.accessibilityViolations()).as(name).isEmpty();
		assertThat(browser.is("document.documentElement.scrollWidth <= window.innerWidth")).as("fits").isTrue();
		assertThat(browser.is("document.querySelector('#login').offsetHeight < 900")).as("fits the page").isTrue();
		// The last, since it resizes the page for a moment.
		browser.screenshot(Path.of("target", "screenshots", name));
	}

}
