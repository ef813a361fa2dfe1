package io.westmoon.login;

/**
 * No login attempt of the given id is under way: it has ended, or there never was one.
 */
public class NoSuchAttemptException extends WestmoonLoginException {

	/**
	 * Creates the exception.
	 * @param account the name of the account
	 */
	public NoSuchAttemptException(String account) {
		super("This login of account '" + account + "' has ended. If another one is needed, it has a link of its own",
				null);
	}

}
