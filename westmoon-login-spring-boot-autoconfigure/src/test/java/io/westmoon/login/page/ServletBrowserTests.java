package io.westmoon.login.page;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.test.context.TestPropertySource;

/**
 * The page does the same on both stacks, so the second one is left to builds that look at
 * everything.
 */
@EnabledIfSystemProperty(named = "westmoon.every-look", matches = "true")
@TestPropertySource(properties = "spring.main.web-application-type=servlet")
class ServletBrowserTests extends AbstractBrowserTests {

	@Override
	void look(Browser browser, String name) {
		browser.picture(name, Browser.Look.DESKTOP_DARK, Browser.Look.PHONE_LIGHT);
	}

}
