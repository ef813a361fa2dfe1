package io.westmoon.login.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.support.Durations;

/**
 * How much is left of the life of an attempt's code: by the time of day, which goes on
 * while a machine sleeps, and by elapsed time, which nobody can set back. Whatever ends
 * first counts.
 */
final class CodeExpiry {

	private static final Duration LONGEST = Duration.ofDays(1);

	private final LoginQrCode code;

	private final Clock clock;

	private final LongSupplier nanoTime;

	private final long seenAt;

	private final Duration leftWhenSeen;

	CodeExpiry(LoginQrCode code, Clock clock, LongSupplier nanoTime) {
		this.code = code;
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.seenAt = nanoTime.getAsLong();
		this.leftWhenSeen = Durations.min(code.life(), leftOnClock(code.expiresAt()));
	}

	boolean isOf(LoginQrCode code) {
		return this.code.scanToken().equals(code.scanToken());
	}

	/**
	 * Tells whether the code had ended before this process saw it.
	 */
	boolean wasOverWhenSeen() {
		return this.leftWhenSeen.isNegative() || this.leftWhenSeen.isZero();
	}

	/**
	 * Returns what is left; negative or zero if the code is over.
	 * @param endsAt when the code ends by the time of day
	 */
	Duration left(Instant endsAt) {
		Duration prolonged = Duration.between(this.code.expiresAt(), endsAt);
		Duration elapsed = Duration.ofNanos(this.nanoTime.getAsLong() - this.seenAt);
		return Durations.min(leftOnClock(endsAt), this.leftWhenSeen.plus(prolonged).minus(elapsed));
	}

	private Duration leftOnClock(Instant endsAt) {
		return Durations.min(Duration.between(this.clock.instant(), endsAt), LONGEST);
	}

}
