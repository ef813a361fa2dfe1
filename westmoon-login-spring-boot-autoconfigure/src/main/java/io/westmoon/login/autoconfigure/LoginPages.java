package io.westmoon.login.autoconfigure;

import io.westmoon.login.page.LoginPageSettings;
import org.springframework.core.env.Environment;

/**
 * Describes the login page of an application, whatever its stack.
 */
final class LoginPages {

	private LoginPages() {
	}

	static LoginPageSettings settings(WestmoonLoginProperties.Page page, Environment environment) {
		return new LoginPageSettings(page.getPath(), page.getPublicUrl(),
				environment.getProperty("spring.application.name"), page.isOverview(), page.getFrameAncestors());
	}

}
