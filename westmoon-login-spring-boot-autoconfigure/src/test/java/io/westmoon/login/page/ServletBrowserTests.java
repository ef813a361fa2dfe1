package io.westmoon.login.page;

import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = "spring.main.web-application-type=servlet")
class ServletBrowserTests extends AbstractBrowserTests {

	@Override
	void look(Browser browser, String name) {
		browser.picture(name, Browser.Look.PHONE_DARK);
	}

}
