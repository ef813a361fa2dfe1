package io.westmoon.login;

import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.LoginAttempt.Failure;

/**
 * How long people and the platform are left in peace after a failed attempt: short where
 * the platform could not be reached, long where nobody logged in, doubling each time.
 *
 * @param first the first long cool-down
 * @param longest the longest one
 */
record CoolDowns(Duration first, Duration longest) {

	private static final Duration FIRST_SHORT = Duration.ofSeconds(5);

	private static final Duration LONGEST_SHORT = Duration.ofMinutes(1);

	/**
	 * Ends an attempt.
	 */
	LoginAttempt fail(LoginAttempt attempt, Failure failure, Instant now) {
		boolean platform = failure.kind() == Failure.Kind.PLATFORM;
		Failure before = attempt.failure();
		boolean again = !platform || (before != null && before.kind() == Failure.Kind.PLATFORM);
		int failures = (again ? attempt.failures() : 0) + 1;
		Duration pause = platform ? doubled(FIRST_SHORT, failures, LONGEST_SHORT)
				: doubled(this.first, failures, this.longest);
		return attempt.failed(failure, failures, now.plus(pause));
	}

	private static Duration doubled(Duration first, int times, Duration longest) {
		Duration pause = first.multipliedBy(1L << Math.min(times - 1, 20));
		return (pause.compareTo(longest) < 0) ? pause : longest;
	}

}
