package io.westmoon.login;

/**
 * Opens the stores of accounts. A bean of this type replaces the stores that
 * {@code westmoon.login.store} describes. Thread-safe.
 */
@FunctionalInterface
public interface SessionStoreFactory {

	/**
	 * Opens the store of one account. May block.
	 * @param account the name of the account
	 * @return a store of that account alone; the account's client closes it
	 * @throws SessionStoreException if the store cannot be opened
	 */
	SessionStore open(String account);

}
