package io.westmoon.login.micrometer;

/**
 * The context of the observation of an attempt.
 */
public final class AttemptObservationContext extends LoginObservationContext {

	/**
	 * Creates the context.
	 * @param account the name of the account
	 */
	public AttemptObservationContext(String account) {
		super(account);
	}

}
