package io.westmoon.login.simulation;

import java.time.Duration;

import io.westmoon.login.ScanStatus;
import io.westmoon.login.simulation.EventLoop.Source;
import io.westmoon.login.simulation.SimulatedPlatform.Code;

/**
 * The people who see a code: they scan and confirm it, refuse, or do nothing.
 */
final class People {

	private final Simulation simulation;

	private Mood mood = Mood.HUMAN;

	People(Simulation simulation) {
		this.simulation = simulation;
	}

	void mood(Mood mood) {
		this.mood = mood;
	}

	/**
	 * A code is shown for the first time.
	 */
	void see(Code code) {
		if (this.mood == Mood.EAGER) {
			later(Duration.ofSeconds(2), () -> scan(code, ScanStatus.CONFIRMED));
		}
		else if (this.mood == Mood.HUMAN) {
			decide(code);
		}
	}

	/**
	 * People scan what is shown now.
	 */
	void hurry(Code code) {
		later(Duration.ofSeconds(1), () -> scan(code, ScanStatus.CONFIRMED));
	}

	private void decide(Code code) {
		Decisions decisions = this.simulation.decisions();
		double way = decisions.chance(code.name() + ".way");
		if (way >= 0.75) {
			return;
		}
		Duration seen = Duration.ofMillis(decisions.between(code.name() + ".seen", 500, 40_000));
		Duration thought = Duration.ofMillis(decisions.between(code.name() + ".thought", 500, 15_000));
		boolean canceled = decisions.happens(code.name() + ".canceled", 0.06);
		boolean rejected = decisions.happens(code.name() + ".rejected", 0.06);
		boolean stranger = this.simulation.scenario().hasStrangers()
				&& decisions.happens(code.name() + ".stranger", this.simulation.scenario().expectsUser() ? 0.2 : 0.5);
		later(seen, () -> scan(code, ScanStatus.SCANNED));
		later(seen.plus(thought), () -> {
			code.stranger = stranger && code.status != ScanStatus.CONFIRMED && this.simulation.mayTurnAway();
			scan(code, canceled ? ScanStatus.CANCELED : rejected ? ScanStatus.REJECTED : ScanStatus.CONFIRMED);
		});
	}

	private void later(Duration delay, Runnable task) {
		Mood planned = this.mood;
		this.simulation.loop().schedule(null, Source.SIMULATION, delay, () -> {
			if (this.mood == planned) {
				task.run();
			}
		});
	}

	private void scan(Code code, ScanStatus status) {
		boolean over = code.isOver(this.simulation.loop().now()) || code.status.compareTo(ScanStatus.SCANNED) > 0;
		if (!over) {
			code.status = status;
			this.simulation.trace()
				.add(null, () -> "people: " + code.name() + " " + status + (code.stranger ? " by a stranger" : ""));
		}
	}

	/**
	 * How people behave.
	 */
	enum Mood {

		/** Each does something else. */
		HUMAN,

		/** Nobody does anything. */
		ASLEEP,

		/** Everybody scans and confirms. */
		EAGER

	}

}
