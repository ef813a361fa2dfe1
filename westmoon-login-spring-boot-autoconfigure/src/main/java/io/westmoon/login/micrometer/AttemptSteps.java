package io.westmoon.login.micrometer;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.micrometer.core.instrument.Clock;
import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import org.jspecify.annotations.Nullable;

/**
 * Tells how long the steps of an attempt take. The steps before may have been taken by
 * other processes; where it is not known when they were, nothing is told. Not
 * thread-safe.
 */
final class AttemptSteps {

	private static final int REMEMBERED = 8;

	private final Clock clock;

	private @Nullable LoginAttempt last;

	private @Nullable Long since;

	/**
	 * By the version of the attempt: a change may be seen before it is known who wrote
	 * it.
	 */
	private final Map<Long, Completed> completed = new LinkedHashMap<>();

	/**
	 * Creates the steps of an account's attempts.
	 * @param clock tells the time
	 */
	AttemptSteps(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Notes that the attempt has changed.
	 * @return the step that was completed; {@code null} if none was
	 */
	@Nullable Step seen(LoginAttempt attempt) {
		LoginAttempt known = this.last;
		LoginAttempt before = (known != null && known.id().equals(attempt.id())) ? known : null;
		Step step = (before != null) ? step(before, attempt) : null;
		long now = this.clock.monotonicTime();
		if (step != null && step != Step.LOOK && this.since != null) {
			remember(attempt.version(), new Completed(step, Duration.ofNanos(now - this.since)));
		}
		if (before == null) {
			this.completed.clear();
			// The state in which a process finds an attempt may be an old one.
			this.since = (known != null || attempt.version() == 1) ? now : null;
		}
		else if (step != null || before.state() != attempt.state()) {
			this.since = now;
		}
		this.last = attempt;
		return step;
	}

	private static @Nullable Step step(LoginAttempt before, LoginAttempt now) {
		if (before.state() == now.state()) {
			boolean opened = before.watchedUntil() == null && now.watchedUntil() != null;
			return opened ? Step.LOOK : null;
		}
		return switch (now.state()) {
			case SHOWN -> Step.CODE;
			case SCANNED -> (before.state() == AttemptState.SHOWN) ? Step.SCAN : null;
			case CONFIRMED -> switch (before.state()) {
				case SHOWN -> Step.SCAN;
				case SCANNED -> Step.CONFIRM;
				default -> null;
			};
			case ACCEPTED -> (before.state() == AttemptState.CONFIRMED) ? Step.ACCEPT : null;
			default -> null;
		};
	}

	private void remember(long version, Completed step) {
		this.completed.put(version, step);
		if (this.completed.size() > REMEMBERED) {
			this.completed.remove(this.completed.keySet().iterator().next());
		}
	}

	/**
	 * Returns the step that was completed by a change. Whoever opens the page writes that
	 * into the attempt, which also says when it began; the other steps are timed by
	 * whoever has seen the one before.
	 * @param before the attempt before the change; {@code null} if there was none
	 * @param attempt the attempt after the change
	 * @return {@code null} if none was, or if it is not known how long it took
	 */
	@Nullable Completed completedBy(@Nullable LoginAttempt before, LoginAttempt attempt) {
		if (before == null || !before.id().equals(attempt.id())) {
			return null;
		}
		if (step(before, attempt) != Step.LOOK) {
			return this.completed.remove(attempt.version());
		}
		Instant beganAt = attempt.beganAt();
		Instant now = Instant.ofEpochMilli(this.clock.wallTime());
		return (beganAt == null || beganAt.isAfter(now)) ? null
				: new Completed(Step.LOOK, Duration.between(beganAt, now));
	}

	/**
	 * The steps, each from the end of the one before.
	 */
	enum Step {

		/** Until somebody opens the login page. */
		LOOK,

		/** Until a code is shown. */
		CODE,

		/** Until the code is scanned. */
		SCAN,

		/** Until the login is confirmed on the phone. */
		CONFIRM,

		/** Until the session is accepted and stored. */
		ACCEPT

	}

	/**
	 * A step that was completed.
	 *
	 * @param step the step
	 * @param took how long it took
	 */
	record Completed(Step step, Duration took) {
	}

}
