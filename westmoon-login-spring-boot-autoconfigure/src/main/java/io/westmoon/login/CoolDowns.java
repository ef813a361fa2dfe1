package io.westmoon.login;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

/**
 * How long people and the platform are left in peace after a failure: short where the
 * platform gave no code, long where nobody logged in, doubling each time. Up to a tenth
 * is added by chance, so that many machines do not come back at the same moment.
 *
 * @param first the first long cool-down
 * @param longest the longest one, but for what chance adds
 * @param chance gives numbers from 0 to 1
 */
record CoolDowns(Duration first, Duration longest, DoubleSupplier chance) {

	private static final Duration FIRST_SHORT = Duration.ofSeconds(5);

	private static final Duration LONGEST_SHORT = Duration.ofMinutes(1);

	private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(30);

	private static final double MOST_ADDED = 0.1;

	/**
	 * Ends an attempt.
	 */
	LoginAttempt end(LoginAttempt attempt, LoginFailure failure, Instant now) {
		return attempt.failed(failure, now.plus(pause(this.first, attempt.failures(), this.longest)));
	}

	/**
	 * Lets an attempt wait for the platform, as long as that one wants at least.
	 */
	LoginAttempt withoutCode(LoginAttempt attempt, PlatformException problem, Instant now) {
		LoginFailure failure = LoginFailure.of(problem);
		Duration pause = pause(FIRST_SHORT, attempt.platformFailures(), LONGEST_SHORT);
		return attempt.withoutCode(failure, now.plus(longer(pause, retryAfter(problem))));
	}

	/**
	 * Returns how long the platform asks to wait, half an hour at most.
	 */
	static Duration retryAfter(@Nullable PlatformException problem) {
		Duration wanted = (problem instanceof PlatformStatusException answer) ? answer.retryAfter() : null;
		if (wanted == null) {
			return Duration.ZERO;
		}
		return (wanted.compareTo(LONGEST_RETRY_AFTER) < 0) ? wanted : LONGEST_RETRY_AFTER;
	}

	/**
	 * Returns what no cool-down is longer than.
	 */
	Duration bound() {
		return withAdded(longer(this.longest, LONGEST_RETRY_AFTER), 1);
	}

	static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	private Duration pause(Duration first, int failuresBefore, Duration longest) {
		Duration doubled = first.multipliedBy(1L << Math.min(failuresBefore, 20));
		Duration pause = (doubled.compareTo(longest) < 0) ? doubled : longest;
		return withAdded(pause, this.chance.getAsDouble());
	}

	private static Duration withAdded(Duration pause, double chance) {
		return pause.plusMillis((long) (pause.toMillis() * MOST_ADDED * chance));
	}

}
