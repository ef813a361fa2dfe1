package io.westmoon.login.micrometer;

/**
 * The context of the observation of a call's wait.
 */
public final class WaitObservationContext extends LoginObservationContext {

	/**
	 * Creates the context.
	 * @param account the name of the account
	 */
	public WaitObservationContext(String account) {
		super(account);
	}

}
