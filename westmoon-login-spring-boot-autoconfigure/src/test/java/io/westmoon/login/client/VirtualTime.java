package io.westmoon.login.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * A scheduler whose time only moves when a test says so, and a clock that agrees with it.
 * No other scheduler is replaced: what else runs in this JVM must not run in this time.
 */
public class VirtualTime {

	public static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

	private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();

	private Duration clockOffset = Duration.ZERO;

	public void advance(Duration duration) {
		this.scheduler.advanceTimeBy(duration);
	}

	/**
	 * Moves on in small steps, so that what happens in between is seen in order.
	 * @param duration for how long
	 */
	public void pass(Duration duration) {
		Duration step = Duration.ofMillis(250);
		for (Duration passed = Duration.ZERO; passed.compareTo(duration) < 0; passed = passed.plus(step)) {
			advance(step);
		}
	}

	/**
	 * Completes when so much time has passed.
	 */
	Mono<Void> delay(Duration duration) {
		return Mono.delay(duration, this.scheduler).then();
	}

	/**
	 * Sets the clock, while elapsed time goes on as ever: somebody corrects the time, or
	 * the machine sleeps.
	 */
	void moveClock(Duration offset) {
		this.clockOffset = this.clockOffset.plus(offset);
	}

	public Instant now() {
		return START.plusNanos(nanos()).plus(this.clockOffset);
	}

	WestmoonAuthClientBuilder use(WestmoonAuthClientBuilder builder) {
		return builder.clock(clock()).time(new EngineTime(this::nanos, () -> 0, this.scheduler, this.scheduler));
	}

	long nanos() {
		return this.scheduler.now(TimeUnit.NANOSECONDS);
	}

	public Scheduler scheduler() {
		return this.scheduler;
	}

	public Clock clock() {
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
