package io.westmoon.login.micrometer;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

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

	private final Clock clock;

	private @Nullable LoginAttempt last;

	private @Nullable Long since;

	private @Nullable Completed completed;

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
		if (step != null) {
			Duration took = took(step, attempt, now);
			this.completed = (took != null) ? new Completed(step, took, attempt.version()) : null;
		}
		if (before == null) {
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

	/**
	 * What is written in the attempt is known in all processes.
	 */
	private @Nullable Duration took(Step step, LoginAttempt attempt, long now) {
		Instant began = (step == Step.LOOK) ? attempt.beganAt() : null;
		Duration took = (began != null) ? Duration.between(began, Instant.ofEpochMilli(this.clock.wallTime()))
				: (this.since != null) ? Duration.ofNanos(now - this.since) : null;
		return (took == null || took.isNegative()) ? null : took;
	}

	/**
	 * Returns the step that was completed by a change.
	 * @param attempt the attempt after the change
	 * @return {@code null} if none was, or if it is not known how long it took
	 */
	@Nullable Completed completedBy(LoginAttempt attempt) {
		Completed completed = this.completed;
		return (completed != null && completed.version == attempt.version()
				&& Objects.equals((this.last != null) ? this.last.id() : null, attempt.id())) ? completed : null;
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
	 * @param version the version of the attempt after it
	 */
	record Completed(Step step, Duration took, long version) {
	}

}
