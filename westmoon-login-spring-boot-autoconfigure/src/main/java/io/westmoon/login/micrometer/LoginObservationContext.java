package io.westmoon.login.micrometer;

import io.micrometer.observation.Observation;

/**
 * What conventions know about an observation of an account's logins.
 */
public abstract class LoginObservationContext extends Observation.Context {

	private final String account;

	private volatile String outcome = LoginTags.NONE;

	LoginObservationContext(String account) {
		this.account = account;
	}

	/**
	 * Returns the name of the account.
	 * @return the name
	 */
	public String getAccount() {
		return this.account;
	}

	/**
	 * Returns how it ended.
	 * @return one of a fixed set of values; {@code none} while it goes on
	 */
	public String getOutcome() {
		return this.outcome;
	}

	void setOutcome(String outcome) {
		this.outcome = outcome;
	}

}
