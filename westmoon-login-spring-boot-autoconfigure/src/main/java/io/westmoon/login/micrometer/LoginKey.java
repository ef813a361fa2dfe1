package io.westmoon.login.micrometer;

import io.micrometer.common.docs.KeyName;

/**
 * The tags of the meters and observations. Each has a small, fixed set of values, but for
 * {@link #ACCOUNT} and {@link #CHANNEL}, which have one for each account and each channel
 * of the application.
 */
public enum LoginKey implements KeyName {

	/** The name of the account. */
	ACCOUNT,

	/**
	 * How an attempt or a wait ended, {@code none} while it goes on; or whether a notice
	 * was sent.
	 */
	OUTCOME,

	/** Why a call was refused, why a call failed, or why the store failed. */
	CAUSE,

	/** What the platform says about a session. */
	VERDICT,

	/** What became of a code. */
	RESULT,

	/** A step of an attempt. */
	STEP,

	/** The name of a channel for notices. */
	CHANNEL;

	@Override
	public String asString() {
		return LoginTags.value(this);
	}

}
