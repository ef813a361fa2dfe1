package io.westmoon.login.client;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.support.UntrustedText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where nobody is expected, whoever logs in first owns the account from then on. That may
 * be the wrong person, so it is worth a warning by the process that wrote it down.
 */
final class NewOwners {

	private static final Log logger = LogFactory.getLog(NewOwners.class);

	private final ClientSettings settings;

	NewOwners(ClientSettings settings) {
		this.settings = settings;
	}

	/**
	 * Warns if a write named the owner.
	 * @param before the attempt that was stored before; {@code null} if there was none
	 * @param written the attempt that this process wrote
	 */
	void note(@Nullable LoginAttempt before, LoginAttempt written) {
		String owner = written.pinnedUserId();
		boolean isNew = owner != null && (before == null || before.pinnedUserId() == null);
		if (owner != null && isNew && this.settings.expectedUserId() == null) {
			logger.warn("User " + UntrustedText.oneLine(owner) + " was the first to log in to Westmoon account '"
					+ this.settings.account()
					+ "', and is the only one who may from now on. If that is the right user, set " + prefix()
					+ ".expected-user-id to that id; if not, log out by WestmoonAuthClient.logout() or a DELETE to the"
					+ " endpoint westmoonlogin");
		}
	}

	private String prefix() {
		String account = this.settings.account();
		return account.equals(WestmoonAuthClient.DEFAULT_ACCOUNT) ? "westmoon.login"
				: "westmoon.login.accounts." + account;
	}

}
