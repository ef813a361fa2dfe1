package io.westmoon.login.client;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.PlatformException;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.support.Backoff;
import io.westmoon.login.support.Durations;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a code is polled next. Measures elapsed time, so a changed clock does not
 * matter. Belongs to one driver; not thread-safe.
 */
final class PollSchedule {

	private static final Duration SHORTEST = Duration.ofMillis(500);

	private static final Duration LONGEST = Duration.ofSeconds(30);

	private static final Duration LAST_CALL = Duration.ofSeconds(1);

	private static final Duration LONGEST_AFTER_ERROR = Duration.ofSeconds(10);

	private static final int TOO_MANY_REQUESTS = 429;

	private final LongSupplier nanoTime;

	private final @Nullable Duration override;

	private int slowedDown;

	private int errors;

	private long dueAt;

	PollSchedule(LongSupplier nanoTime, @Nullable Duration override) {
		this.nanoTime = nanoTime;
		this.override = override;
		this.dueAt = nanoTime.getAsLong();
	}

	/**
	 * Returns how long the next poll has to wait; zero if it is due.
	 */
	Duration untilDue() {
		return Duration.ofNanos(Math.max(0, this.dueAt - this.nanoTime.getAsLong()));
	}

	/**
	 * Waits for one interval, at most until the code ends.
	 */
	void next(LoginQrCode code, Duration codeLife) {
		this.errors = 0;
		dueIn(interval(code), codeLife);
	}

	/**
	 * Waits longer after each error, and as long as the platform wants. Too many requests
	 * slow down for good.
	 */
	void failed(LoginQrCode code, PlatformException error, Duration codeLife) {
		Duration interval = interval(code);
		Duration pause = new Backoff(interval, Durations.max(LONGEST_AFTER_ERROR, interval)).delay(++this.errors);
		if (error instanceof PlatformStatusException answer && answer.status() == TOO_MANY_REQUESTS) {
			this.slowedDown = Math.min(this.slowedDown + 1, 3);
			pause = interval(code);
		}
		dueIn(Durations.max(pause, CoolDownPolicy.retryAfter(error)), codeLife);
	}

	/**
	 * Polls a second before the code ends too, so that a confirmation at the last moment
	 * counts.
	 */
	private void dueIn(Duration pause, Duration codeLife) {
		Duration longest = (codeLife.compareTo(LAST_CALL) > 0) ? codeLife.minus(LAST_CALL)
				: (codeLife.compareTo(Duration.ZERO) > 0) ? codeLife : LONGEST;
		this.dueAt = this.nanoTime.getAsLong() + Durations.min(pause, longest).toNanos();
	}

	private Duration interval(LoginQrCode code) {
		Duration interval = (this.override != null) ? this.override : Durations.max(SHORTEST, code.pollInterval());
		interval = interval.multipliedBy(1L << this.slowedDown);
		return (this.override != null) ? interval : Durations.min(interval, LONGEST);
	}

}
