package io.westmoon.login;

import java.util.Map;
import java.util.Set;

/**
 * The clients of all accounts of an application: those that are configured and those that
 * are registered while it runs. Iterates over the clients there are at that moment.
 * Thread-safe.
 */
public interface WestmoonAuthClients extends Iterable<WestmoonAuthClient> {

	/**
	 * Returns the client of an account.
	 * @param account the name of the account
	 * @return the client
	 * @throws UnknownAccountException if there is no such account
	 */
	WestmoonAuthClient get(String account);

	/**
	 * Returns the names of all accounts.
	 * @return a snapshot, in the order in which the accounts came
	 */
	Set<String> names();

	/**
	 * Adds an account while the application runs. What is not set is as for the accounts
	 * that are configured. Blocks while a directory or a connection is opened.
	 * @param account the name of the account: letters, digits, {@code -} and {@code _}
	 * @param settings what differs, by the names below
	 * {@code westmoon.login.accounts.<name>}, for instance
	 * {@code Map.of("expected-user-id", "42")}
	 * @return the client of the account
	 * @throws IllegalArgumentException if the name or a setting cannot be used
	 * @throws IllegalStateException if there is such an account already, or if the
	 * application ends
	 * @throws SessionStoreException if the session's place cannot be opened
	 */
	WestmoonAuthClient register(String account, Map<String, ?> settings);

	/**
	 * Stops working for an account and frees what it held. Its session stays where it is
	 * kept; log out before to end it. Blocks like {@link WestmoonAuthClient#close()}.
	 * @param account the name of the account
	 * @return whether there was such an account
	 * @throws IllegalStateException if the client is a bean that the application defines
	 * itself, or the default account's
	 */
	boolean remove(String account);

}
