package io.westmoon.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * Replaces every scheduler by one whose time only moves when a test says so, and offers a
 * clock that agrees with it.
 */
class VirtualTime implements BeforeEachCallback, AfterEachCallback {

	static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

	private VirtualTimeScheduler scheduler;

	private Duration clockOffset = Duration.ZERO;

	@Override
	public void beforeEach(ExtensionContext context) {
		this.scheduler = VirtualTimeScheduler.getOrSet();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		VirtualTimeScheduler.reset();
	}

	void advance(Duration duration) {
		this.scheduler.advanceTimeBy(duration);
	}

	/**
	 * Moves on in small steps, so that what happens in between is seen in order.
	 */
	void pass(Duration duration) {
		Duration step = Duration.ofMillis(250);
		for (Duration passed = Duration.ZERO; passed.compareTo(duration) < 0; passed = passed.plus(step)) {
			advance(step);
		}
	}

	/**
	 * Sets the clock, while elapsed time goes on as ever: somebody corrects the time, or
	 * the machine sleeps.
	 */
	void moveClock(Duration offset) {
		this.clockOffset = this.clockOffset.plus(offset);
	}

	Instant now() {
		return START.plusNanos(this.scheduler.now(TimeUnit.NANOSECONDS)).plus(this.clockOffset);
	}

	WestmoonAuthClientBuilder use(WestmoonAuthClientBuilder builder) {
		return builder.chance(() -> 0)
			.clock(clock())
			.time(() -> this.scheduler.now(TimeUnit.NANOSECONDS), this.scheduler);
	}

	Clock clock() {
		return new Clock() {

			@Override
			public ZoneId getZone() {
				return ZoneOffset.UTC;
			}

			@Override
			public Clock withZone(ZoneId zone) {
				return this;
			}

			@Override
			public Instant instant() {
				return now();
			}

		};
	}

}
