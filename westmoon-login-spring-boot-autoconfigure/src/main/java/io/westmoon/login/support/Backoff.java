package io.westmoon.login.support;

import java.time.Duration;

/**
 * A delay that doubles with each failure. Immutable.
 *
 * @param first the delay after the first failure
 * @param max the longest delay
 */
public record Backoff(Duration first, Duration max) {

	private static final int MAX_DOUBLINGS = 20;

	private static final double MAX_JITTER = 0.1;

	/**
	 * Returns the delay after a number of earlier failures.
	 * @param failuresBefore how many failures preceded this one; zero for the first
	 * @return the first delay, doubled for each earlier failure, at most the longest one
	 */
	public Duration delay(int failuresBefore) {
		return Durations.min(this.first.multipliedBy(1L << Math.min(failuresBefore, MAX_DOUBLINGS)), this.max);
	}

	/**
	 * Adds up to a tenth to a delay, so that many machines do not retry at the same
	 * moment.
	 * @param delay the delay
	 * @param random a number from 0 to 1
	 * @return the delay with jitter
	 */
	public static Duration withJitter(Duration delay, double random) {
		return delay.plusMillis((long) (delay.toMillis() * MAX_JITTER * random));
	}

}
