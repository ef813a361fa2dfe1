package io.westmoon.login.page;

import io.westmoon.login.page.Browser.Look;
import org.springframework.test.context.TestPropertySource;

/**
 * Looks at each page in one way, or in all of them if the system property
 * {@code westmoon.every-look} is {@code true}.
 */
@TestPropertySource(properties = "spring.main.web-application-type=reactive")
class ReactiveBrowserTests extends AbstractBrowserTests {

	private static final Look[] LOOKS = Boolean.getBoolean("westmoon.every-look") ? Look.values()
			: new Look[] { Look.DESKTOP_LIGHT };

	@Override
	void look(Browser browser, String name) {
		browser.picture(name, LOOKS);
	}

}
