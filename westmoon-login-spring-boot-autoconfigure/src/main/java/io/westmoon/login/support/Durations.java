package io.westmoon.login.support;

import java.time.Duration;

/**
 * Compares durations.
 */
public final class Durations {

	private Durations() {
	}

	/**
	 * Returns the shorter of two durations.
	 * @param one a duration
	 * @param other another duration
	 * @return the shorter one
	 */
	public static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) <= 0) ? one : other;
	}

	/**
	 * Returns the longer of two durations.
	 * @param one a duration
	 * @param other another duration
	 * @return the longer one
	 */
	public static Duration max(Duration one, Duration other) {
		return (one.compareTo(other) >= 0) ? one : other;
	}

}
