package io.westmoon.login.simulation;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.westmoon.login.simulation.EventLoop.Source;

/**
 * What happens to a server that all processes share, and to their connections.
 */
final class ServerTroubles {

	private static final List<Long> LAGS = List.of(100L, 1_000L, 10_000L, 60_000L);

	private final Simulation simulation;

	private final Decisions decisions;

	private final Map<SimulatedProcess, Integer> moments = new IdentityHashMap<>();

	ServerTroubles(Simulation simulation) {
		this.simulation = simulation;
		this.decisions = simulation.decisions();
	}

	void plan(Workload workload) {
		if (!this.simulation.scenario().isServer()) {
			return;
		}
		workload.plan("failover", -3, 2, (number) -> failOver("failover#" + number));
		workload.plan("flush", -5, 1, (number) -> flush());
		workload.plan("behind", -3, 2,
				(number) -> fallBehind(workload.process("behind#" + number), "behind#" + number));
	}

	/**
	 * Something has happened that must not get lost, so it is tried now and then.
	 */
	void isDelicate(SimulatedProcess process) {
		if (!this.simulation.scenario().isServer()) {
			return;
		}
		String name = process.name() + ".delicate#" + this.moments.merge(process, 1, Integer::sum);
		if (this.decisions.happens(name, this.simulation.scenario().spite())) {
			long latency = this.simulation.scenario().latency().toNanos();
			long delay = this.decisions.between(name + ".delay", 0,
					this.decisions.pick(name + ".most", List.of(0L, latency, latency, 3_000_000_000L)));
			this.simulation.loop().schedule(null, Source.SIMULATION, delay, () -> harm(process, name));
		}
	}

	private void harm(SimulatedProcess process, String name) {
		if (this.decisions.isCalm()) {
			return;
		}
		double way = this.decisions.chance(name + ".harm");
		if (way < 0.5) {
			failOver(name);
		}
		else if (way < 0.7) {
			flush();
		}
		else {
			fallBehind(process, name);
		}
		this.simulation.workload().callAgain(process, name);
	}

	/**
	 * A replica takes over that does not know the last writes: mostly of all values,
	 * sometimes of each of them as it comes.
	 */
	private void failOver(String name) {
		if (this.decisions.chance(name + ".all") < 0.5) {
			long moment = moment(name);
			lose(moment, moment, moment);
		}
		else {
			lose(partly(name + ".session"), partly(name + ".attempt"), partly(name + ".lease"));
		}
	}

	private long partly(String name) {
		return (this.decisions.chance(name) < 0.6) ? moment(name) : this.simulation.loop().now();
	}

	private long moment(String name) {
		long lag = this.decisions.between(name + ".lag", 1, this.decisions.pick(name + ".most", LAGS));
		return Math.max(0, this.simulation.loop().now() - Duration.ofMillis(lag).toNanos());
	}

	private void lose(long session, long attempt, long lease) {
		long now = this.simulation.loop().now();
		this.simulation.trace()
			.add(null, () -> "the server loses its last writes:" + seconds(" session", now - session)
					+ seconds(" attempt", now - attempt) + seconds(" lease", now - lease));
		this.simulation.store().lose(session, attempt, lease);
	}

	private static String seconds(String what, long nanos) {
		return (nanos > 0) ? what + " " + nanos / 1e9 + " s" : "";
	}

	private void flush() {
		this.simulation.trace().add(null, () -> "the server is emptied");
		this.simulation.store().lose(-1, -1, -1);
	}

	/**
	 * The connection of a process returns, to a replica that is behind.
	 */
	private void fallBehind(SimulatedProcess process, String name) {
		long now = this.simulation.loop().now();
		long moment = moment(name);
		Duration left = this.simulation.scenario().chaos().minusNanos(now);
		Duration wanted = Duration.ofMillis(this.decisions.between(name + ".length", 100, 45_000));
		Duration duration = (wanted.compareTo(left) < 0) ? wanted : left;
		this.simulation.trace()
			.add(process, () -> "reads what was stored " + seconds("", now - moment) + " ago, for " + duration);
		process.fallBehind(moment, duration);
	}

}
