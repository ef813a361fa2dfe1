package io.westmoon.login;

/**
 * Measures logins, for instance for a meter registry. It is registered like any other
 * {@link LoginListener}, and {@link #open} is called once for each account that it is
 * registered for. An exception is logged once for each account and affects no login.
 */
public interface LoginInstrumentation extends LoginListener {

	/**
	 * Begins to measure an account.
	 * @param account what is known about the account
	 * @return what is told what happens to the account, until its client is closed
	 */
	AccountInstrumentation open(Account account);

	/**
	 * A channel has sent a notice about an account to people, or failed at it, retries
	 * included. Called on the thread on which it happens; must not block.
	 * @param account the name of the account
	 * @param channel the name of the channel
	 * @param sent whether the notice was sent
	 */
	default void noticeDelivered(String account, String channel, boolean sent) {
	}

	@Override
	default void onEvent(LoginEvent event) {
	}

	/**
	 * What is known about an account. Read from memory: no method does I/O or blocks.
	 */
	interface Account {

		/**
		 * Returns the name of the account.
		 * @return the name
		 */
		String name();

		/**
		 * Returns what is known about the session.
		 * @return a snapshot
		 */
		LoginStatus.Session session();

		/**
		 * Returns how many calls wait for a login.
		 * @return the number
		 */
		int waiting();

	}

}
