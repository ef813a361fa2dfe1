package io.westmoon.login.micrometer;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.micrometer.LoginObservationDocumentation.AttemptEvent;
import org.jspecify.annotations.Nullable;

/**
 * Observes the attempts of an account while this process drives them. Not thread-safe.
 */
final class AttemptObservations {

	private final Supplier<Observation> observations;

	private @Nullable LoginAttempt last;

	private @Nullable Observation current;

	private @Nullable String observed;

	private boolean leaseHeld;

	/**
	 * Creates the observations.
	 * @param observations starts an observation whose context is a
	 * {@link AttemptObservationContext}
	 */
	AttemptObservations(Supplier<Observation> observations) {
		this.observations = observations;
	}

	boolean isLeaseHeld() {
		return this.leaseHeld;
	}

	void leaseChanged(boolean held) {
		this.leaseHeld = held;
		LoginAttempt attempt = this.last;
		if (attempt == null) {
			return;
		}
		if (!held) {
			stop(LoginTags.outcome(attempt));
		}
		else {
			startIfDriven(attempt);
		}
	}

	void seen(LoginAttempt attempt, AttemptSteps.@Nullable Step step) {
		this.last = attempt;
		if (!attempt.id().equals(this.observed)) {
			stop(LoginTags.INTERRUPTED);
		}
		startIfDriven(attempt);
		Observation observation = this.current;
		if (observation != null && step != null) {
			AttemptEvent event = event(step);
			if (event != null) {
				observation.event(event);
			}
		}
		if (!attempt.isLive()) {
			stop(LoginTags.outcome(attempt));
		}
	}

	private static @Nullable AttemptEvent event(AttemptSteps.Step step) {
		return switch (step) {
			case LOOK -> AttemptEvent.PAGE_OPENED;
			case CODE -> AttemptEvent.CODE_SHOWN;
			case SCAN -> AttemptEvent.CODE_SCANNED;
			case CONFIRM -> AttemptEvent.CONFIRMED;
			case ACCEPT -> null;
		};
	}

	private void startIfDriven(LoginAttempt attempt) {
		if (this.leaseHeld && attempt.isLive() && this.current == null) {
			this.observed = attempt.id();
			this.current = this.observations.get();
		}
	}

	/**
	 * Ends the observation if there is one.
	 */
	void stop(String outcome) {
		Observation observation = this.current;
		this.current = null;
		if (observation != null) {
			if (observation.getContext() instanceof LoginObservationContext context) {
				context.setOutcome(outcome);
			}
			observation.stop();
		}
	}

}
