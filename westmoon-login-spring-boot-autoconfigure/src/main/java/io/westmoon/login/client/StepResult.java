package io.westmoon.login.client;

import java.time.Duration;

import io.westmoon.login.WestmoonSession;

/**
 * What an attempt's driver does next.
 */
sealed interface StepResult {

	record Completed(WestmoonSession session) implements StepResult {
	}

	/**
	 * Look again after a pause, or earlier if something changes.
	 */
	record RetryAfter(Duration after) implements StepResult {

		static final RetryAfter NOW = new RetryAfter(Duration.ZERO);

		static final RetryAfter SOON = new RetryAfter(ClientSettings.RECHECK_INTERVAL);

	}

}
