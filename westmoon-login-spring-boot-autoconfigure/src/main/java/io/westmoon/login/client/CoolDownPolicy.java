package io.westmoon.login.client;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.PlatformException;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.support.Backoff;
import io.westmoon.login.support.Durations;
import org.jspecify.annotations.Nullable;

/**
 * How long people and the platform are left in peace after a failure: short where the
 * platform gave no code, long where nobody logged in, doubling each time. Up to a tenth
 * is added by chance, so that many machines do not come back at the same moment.
 *
 * @param first the first long cool-down
 * @param longest the longest one, but for what chance adds
 * @param jitter returns numbers from 0 to 1
 */
record CoolDownPolicy(Duration first, Duration longest, DoubleSupplier jitter) {

	private static final Backoff PLATFORM_BACKOFF = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(1));

	private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(30);

	/**
	 * One session may be revoked, and another one by a mistake; a third one in a row is
	 * no accident.
	 */
	private static final int EARLY_REJECTIONS = 3;

	LoginAttempt end(LoginAttempt attempt, LoginFailure failure, Instant now) {
		return attempt.failed(failure, now.plus(pause(new Backoff(this.first, this.longest), attempt.failures())));
	}

	/**
	 * Counts a session that was rejected soon after its login. With the third one in a
	 * row the account pauses.
	 */
	LoginAttempt rejectedEarly(LoginAttempt attempt, Instant now) {
		int pauses = attempt.earlyRejections() + 1 - EARLY_REJECTIONS;
		return (pauses < 0) ? attempt.rejectedEarly()
				: attempt.replacedElsewhere(now.plus(pause(new Backoff(this.first, this.longest), pauses)));
	}

	/**
	 * Lets an attempt wait for the platform, as long as that one wants at least.
	 */
	LoginAttempt withoutCode(LoginAttempt attempt, PlatformException problem, Instant now) {
		LoginFailure failure = LoginFailure.of(problem);
		Duration pause = pause(PLATFORM_BACKOFF, attempt.platformFailures());
		return attempt.withoutCode(failure, now.plus(Durations.max(pause, retryAfter(problem))));
	}

	/**
	 * Returns how long the platform asks to wait, half an hour at most.
	 */
	static Duration retryAfter(@Nullable PlatformException problem) {
		Duration wanted = (problem instanceof PlatformStatusException answer) ? answer.retryAfter() : null;
		if (wanted == null) {
			return Duration.ZERO;
		}
		return Durations.min(wanted, LONGEST_RETRY_AFTER);
	}

	/**
	 * Returns what no cool-down is longer than.
	 */
	Duration bound() {
		return Backoff.withJitter(Durations.max(this.longest, LONGEST_RETRY_AFTER), 1);
	}

	private Duration pause(Backoff backoff, int failuresBefore) {
		return Backoff.withJitter(backoff.delay(failuresBefore), this.jitter.getAsDouble());
	}

}
