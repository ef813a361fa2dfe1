package io.westmoon.login;

import java.time.Duration;

/**
 * What an attempt's driver does next.
 */
sealed interface Step {

	/**
	 * The flight has landed.
	 */
	record Done(WestmoonSession session) implements Step {
	}

	/**
	 * Look again after a pause, or earlier if something changes.
	 */
	record LookAgain(Duration after) implements Step {

		static final LookAgain NOW = new LookAgain(Duration.ZERO);

	}

}
