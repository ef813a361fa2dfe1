package io.westmoon.login;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Decides when a code is polled next. Measures elapsed time, so a changed clock does not
 * matter. Belongs to one driver; not thread-safe.
 */
final class PollPace {

	private static final Duration SHORTEST = Duration.ofMillis(500);

	private static final Duration LONGEST = Duration.ofSeconds(30);

	private static final Duration LONGEST_AFTER_ERROR = Duration.ofSeconds(10);

	private static final int TOO_MANY_REQUESTS = 429;

	private final LongSupplier nanoTime;

	private final @Nullable Duration override;

	private int slowedDown;

	private int errors;

	private long dueAt;

	PollPace(LongSupplier nanoTime, @Nullable Duration override) {
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
		Duration pause = interval(code).multipliedBy(1L << Math.min(++this.errors, 10));
		Duration longest = max(LONGEST_AFTER_ERROR, interval(code));
		pause = (pause.compareTo(longest) < 0) ? pause : longest;
		if (error instanceof PlatformStatusException answer && answer.status() == TOO_MANY_REQUESTS) {
			this.slowedDown = Math.min(this.slowedDown + 1, 3);
			pause = interval(code);
		}
		dueIn(max(pause, CoolDowns.retryAfter(error)), codeLife);
	}

	private void dueIn(Duration pause, Duration codeLife) {
		Duration longest = (codeLife.compareTo(Duration.ZERO) > 0) ? codeLife : LONGEST;
		Duration wait = (longest.compareTo(pause) < 0) ? longest : pause;
		this.dueAt = this.nanoTime.getAsLong() + wait.toNanos();
	}

	private Duration interval(LoginQrCode code) {
		Duration interval = (this.override != null) ? this.override : max(SHORTEST, code.pollInterval());
		interval = interval.multipliedBy(1L << this.slowedDown);
		return (this.override != null || interval.compareTo(LONGEST) < 0) ? interval : LONGEST;
	}

	private static Duration max(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

}
