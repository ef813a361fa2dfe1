package io.westmoon.login.support;

import java.time.Duration;
import java.time.Instant;

/**
 * Compares durations and times.
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

	/**
	 * Returns the earlier of two times.
	 * @param one a time
	 * @param other another time
	 * @return the earlier one
	 */
	public static Instant earlier(Instant one, Instant other) {
		return one.isBefore(other) ? one : other;
	}

}
