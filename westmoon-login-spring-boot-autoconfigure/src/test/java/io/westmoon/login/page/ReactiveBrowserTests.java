package io.westmoon.login.page;

import io.westmoon.login.page.Browser.Look;
import org.springframework.test.context.TestPropertySource;

/**
 * Looks at each page in one way, or in two if the system property
 * {@code westmoon.every-look} is {@code true}; {@link ServletBrowserTests} looks in the
 * two others then.
 */
@TestPropertySource(properties = "spring.main.web-application-type=reactive")
class ReactiveBrowserTests extends AbstractBrowserTests {

	private static final Look[] LOOKS = Boolean.getBoolean("westmoon.every-look")
			? new Look[] { Look.DESKTOP_LIGHT, Look.PHONE_DARK } : new Look[] { Look.DESKTOP_LIGHT };

	@Override
	void look(Browser browser, String name) {
		browser.picture(name, LOOKS);
	}

}
