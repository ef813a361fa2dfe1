package io.westmoon.login;

import java.util.Collection;

/**
 * There is no account of that name.
 */
public class UnknownAccountException extends WestmoonLoginException {

	/**
	 * Creates the exception.
	 * @param account the name that was asked for
	 * @param known the names of the accounts there are
	 */
	public UnknownAccountException(String account, Collection<String> known) {
		super("There is no Westmoon account '" + account + "'. "
				+ (known.isEmpty() ? "No account is configured" : "Known accounts: " + String.join(", ", known))
				+ ". Set westmoon.login.accounts." + account + ".*, or register it with WestmoonAuthClients", null);
	}

}
