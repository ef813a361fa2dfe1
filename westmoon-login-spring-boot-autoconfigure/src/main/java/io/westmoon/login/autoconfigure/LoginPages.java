package io.westmoon.login.autoconfigure;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.page.AccountLabel;
import io.westmoon.login.page.LoginPageSettings;
import org.springframework.core.env.Environment;

/**
 * Describes the login page of an application, whatever its stack.
 */
final class LoginPages {

	private LoginPages() {
	}

	static LoginPageSettings settings(WestmoonLoginProperties properties, Accounts accounts, Environment environment) {
		WestmoonLoginProperties.Page page = properties.getPage();
		return new LoginPageSettings(page.getPath(), page.getPublicUrl(),
				environment.getProperty("spring.application.name"), page.isOverview(), page.getFrameAncestors(),
				(account) -> label(account, properties, accounts));
	}

	/**
	 * Labels also accounts that are registered while the application runs.
	 */
	private static AccountLabel label(String account, WestmoonLoginProperties properties, Accounts accounts) {
		Accounts.Account opened = accounts.opened().get(account);
		if (opened != null) {
			return new AccountLabel(opened.settings().getDisplayName(), opened.settings().getScanHint());
		}
		return account.equals(WestmoonAuthClient.DEFAULT_ACCOUNT)
				? new AccountLabel(properties.getDisplayName(), properties.getScanHint()) : AccountLabel.NONE;
	}

}
