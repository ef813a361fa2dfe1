package io.westmoon.login.page;

import io.westmoon.login.page.Browser.Look;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.test.context.TestPropertySource;

/**
 * Looks at each page in two ways; {@link ServletBrowserTests} looks in the two others.
 * Left to thorough builds, as the desk of the sample application shows the login page in
 * every build.
 */
@EnabledIfSystemProperty(named = "westmoon.every-look", matches = "true")
@TestPropertySource(properties = "spring.main.web-application-type=reactive")
class ReactiveBrowserTests extends AbstractBrowserTests {

	@Override
	void look(Browser browser, String name) {
		browser.picture(name, Look.DESKTOP_LIGHT, Look.PHONE_DARK);
	}

}
