package io.westmoon.login.simulation;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import io.westmoon.login.SessionStore.Change;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.simulation.EventLoop.Source;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * How one process hears of changes. Files: soon, now and then a little later. A server:
 * its messages come late, twice or not at all; what counts is that the process looks by
 * itself from time to time, as far as it can and at what it sees.
 */
final class ProcessSignals {

	/** How many nanoseconds a message takes at most. */
	private static final long LONGEST_MESSAGE = 1_500_000_000L;

	private final Simulation simulation;

	private final SimulatedProcess process;

	private final Decisions decisions;

	private final Set<Change> unseen = EnumSet.noneOf(Change.class);

	private Sinks.Many<Change> changes = Sinks.many().multicast().directBestEffort();

	private int signals;

	private boolean looking;

	ProcessSignals(Simulation simulation, SimulatedProcess process) {
		this.simulation = simulation;
		this.process = process;
		this.decisions = simulation.decisions();
	}

	/**
	 * Returns how many nanoseconds after a change a process hears of it at the latest, if
	 * nothing goes wrong.
	 */
	static long longest(Scenario scenario) {
		return LONGEST_MESSAGE + (scenario.isServer() ? scenario.lookInterval().toNanos() : 0);
	}

	Flux<Change> flux() {
		return this.changes.asFlux();
	}

	/**
	 * Something has changed, or seems so to this process.
	 */
	void changed(Change change) {
		if (!this.process.isAlive()) {
			return;
		}
		String name = this.process.name() + ".signal#" + ++this.signals;
		if (!this.simulation.scenario().isServer()) {
			message(name, change);
			return;
		}
		if (!this.decisions.happens(name + ".lost", this.simulation.scenario().signalLoss())) {
			message(name, change);
			if (this.decisions.happens(name + ".twice", 0.1)) {
				message(name + ".again", change);
			}
		}
		this.unseen.add(change);
		if (!this.looking) {
			this.looking = true;
			lookLater();
		}
	}

	private void message(String name, Change change) {
		boolean late = this.decisions.chance(name) < 0.1;
		long delay = this.decisions.between(name + ".delay", 0, late ? LONGEST_MESSAGE : 20_000_000);
		boolean broken = this.decisions.happens(name + ":FAIL",
				this.simulation.scenario().rate(SimulatedFault.FAIL, Port.CHANGES));
		this.simulation.loop().schedule(this.process, Source.PORT, delay, () -> {
			if (broken) {
				breakOff();
			}
			else {
				this.changes.tryEmitNext(change);
			}
		});
	}

	private void breakOff() {
		Sinks.Many<Change> sink = this.changes;
		this.changes = Sinks.many().multicast().directBestEffort();
		this.simulation.trace().add(this.process, () -> "changes !! break off");
		sink.tryEmitError(new SessionStoreException("The simulated store is broken", null));
	}

	/**
	 * The looks of a process come at times of its own.
	 */
	private void lookLater() {
		long interval = this.simulation.scenario().lookInterval().toNanos();
		long phase = this.decisions.between(this.process.name() + ".look", 0, interval - 1);
		long now = this.simulation.loop().now();
		long delay = interval - Math.floorMod(now - phase, interval);
		this.simulation.loop().schedule(this.process, Source.PORT, delay, this::look);
	}

	private void look() {
		if (this.simulation.faults().isBlind()) {
			this.process.blind(Duration.ofNanos(this.simulation.scenario().lookInterval().toNanos()));
			lookLater();
			return;
		}
		Set<Change> seen = EnumSet.copyOf(this.unseen);
		this.unseen.clear();
		this.looking = false;
		seen.forEach(this.changes::tryEmitNext);
	}

}
