package io.westmoon.login.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.westmoon.login.simulation.Answer.Way;
import org.jspecify.annotations.Nullable;

/**
 * Decides how ports answer.
 */
final class Faults {

	private static final List<SimulatedFault> FAULTS = List.of(SimulatedFault.values());

	private static final List<Port> PORTS = List.of(Port.values());

	private static final List<SimulatedFault> OUTAGES = List.of(SimulatedFault.FAIL, SimulatedFault.FAIL,
			SimulatedFault.NEVER, SimulatedFault.SLOW, SimulatedFault.LATE, SimulatedFault.EMPTY, SimulatedFault.ERROR,
			SimulatedFault.EXCEPTION);

	private static final long LONGEST_OUTAGE = Duration.ofSeconds(90).toNanos();

	private final Decisions decisions;

	private final Scenario scenario;

	private final EventLoop loop;

	private final List<Outage> outages = new ArrayList<>();

	private boolean silentChecks;

	Faults(Decisions decisions, Scenario scenario, EventLoop loop) {
		this.decisions = decisions;
		this.scenario = scenario;
		this.loop = loop;
		long chaos = scenario.chaos().toNanos();
		for (int i = 0; i < decisions.between("outages", 0, 2); i++) {
			String name = "outage#" + i;
			long begin = decisions.between(name + ".begin", 0, chaos);
			Port port = decisions.pick(name + ".port", PORTS);
			boolean one = decisions.chance(name + ".one") < 0.5;
			this.outages
				.add(new Outage(name, port.isStore(), one ? port : null, decisions.pick(name + ".fault", OUTAGES),
						begin, begin + decisions.between(name + ".length", 1, LONGEST_OUTAGE)));
		}
		if (scenario.isServer() && decisions.chance("readOnly") < 0.2) {
			long begin = decisions.between("readOnly.begin", 0, chaos);
			this.outages.add(new Outage("readOnly", true, null, SimulatedFault.READ_ONLY, begin,
					begin + decisions.between("readOnly.length", 1, LONGEST_OUTAGE)));
		}
	}

	/**
	 * Decides about one call.
	 * @param call the name of the call, unique in the simulation
	 */
	Answer decide(Port port, String call) {
		if (this.silentChecks && port == Port.CHECK) {
			return new Answer(SimulatedFault.NEVER, Way.NEVER, false, 0, 0, null);
		}
		if (!this.decisions.isCalm()) {
			for (Outage outage : this.outages) {
				if (outage.covers(port, this.loop.now()) && applies(outage.fault(), port)
						&& this.decisions.happens(outage.name(), 1)) {
					return answer(outage.fault(), port, call);
				}
			}
			for (SimulatedFault fault : FAULTS) {
				double rate = this.scenario.rate(fault, port);
				if (rate > 0 && applies(fault, port)) {
					String name = call + ":" + fault;
					if (this.decisions.happens(name, rate)) {
						return answer(fault, port, call);
					}
				}
			}
		}
		return Answer.value(null, latency(call, ".before"), latency(call, ".after"));
	}

	/**
	 * Lets the platform say nothing about sessions, also when all other faults have
	 * ended.
	 */
	void silenceChecks(boolean silent) {
		this.silentChecks = silent;
	}

	/**
	 * Tells whether the store gives no answers to a process that looks for changes.
	 */
	boolean isBlind() {
		return !this.decisions.isCalm() && this.outages.stream()
			.anyMatch((outage) -> outage.covers(Port.ATTEMPT, this.loop.now()) && applies(outage.fault(), Port.ATTEMPT)
					&& this.decisions.happens(outage.name(), 1));
	}

	private boolean applies(SimulatedFault fault, Port port) {
		if (fault == SimulatedFault.READ_ONLY || fault == SimulatedFault.REPEATED) {
			return this.scenario.isServer() && port.isWrite();
		}
		return switch (port) {
			case LISTENER -> fault == SimulatedFault.EXCEPTION || fault == SimulatedFault.ERROR;
			case CHANGES -> fault == SimulatedFault.FAIL;
			default -> fault != SimulatedFault.EMPTY || port.isValued();
		};
	}

	private Answer answer(SimulatedFault fault, Port port, String call) {
		long before = latency(call, ".before");
		long after = latency(call, ".after");
		// A lock on a file is given up whatever else goes wrong with the call.
		boolean effect = this.decisions.chance(call + ".effect") < 0.5
				|| (port == Port.RELEASE_LEASE && !this.scenario.timedLease() && fault != SimulatedFault.DEATH);
		return switch (fault) {
			case SLOW -> Answer.value(fault, extra(call, effect, 1, 20), extra(call, !effect, 1, 20));
			case REPEATED -> Answer.value(fault, before, this.decisions.between(call + ".again", 0, 5_000_000_000L));
			case READ_ONLY -> new Answer(fault, Way.SIGNAL, false, before, after, null);
			case LATE -> Answer.value(fault, extra(call, effect, 20, 300), extra(call, !effect, 20, 300));
			case NEVER -> new Answer(fault, Way.NEVER, effect, before, after, null);
			case FAIL -> new Answer(fault, Way.SIGNAL, effect && port != Port.TRY_LEASE, before, after, null);
			case EXCEPTION -> thrown(fault, call, effect, before, after,
					new IllegalArgumentException("A port that breaks its contract (simulated)"));
			case ERROR -> thrown(fault, call, effect, before, after, error(call));
			case EMPTY -> new Answer(fault, Way.EMPTY, effect, before, after, null);
			case DEATH, SUSPENSION -> new Answer(fault, Way.VALUE, effect, before, after, null);
		};
	}

	private Answer thrown(SimulatedFault fault, String call, boolean effect, long before, long after, Throwable error) {
		boolean signal = this.decisions.chance(call + ".signal") < 0.5;
		return new Answer(fault, signal ? Way.SIGNAL : Way.THROW, effect, before, after, error);
	}

	private Throwable error(String call) {
		return switch ((int) this.decisions.between(call + ".error", 0, 2)) {
			case 0 -> new OutOfMemoryError("Java heap space (simulated)");
			case 1 -> new NoClassDefFoundError("simulated/Missing");
			default -> new AssertionError("simulated");
		};
	}

	private long extra(String call, boolean here, int least, int most) {
		return here ? this.decisions.between(call + ".extra", least * 1_000_000_000L, most * 1_000_000_000L) : 0;
	}

	private long latency(String call, String phase) {
		if (this.decisions.isOrderly()) {
			return 1_000_000;
		}
		if (this.scenario.immediate() >= 1 || this.decisions.chance(call) < this.scenario.immediate()) {
			return 0;
		}
		return this.decisions.between(call + phase, 0, this.scenario.latency().toNanos());
	}

	/**
	 * A time in which all calls of the store, of the platform or of one port go wrong.
	 */
	private record Outage(String name, boolean store, @Nullable Port only, SimulatedFault fault, long begin, long end) {

		boolean covers(Port port, long now) {
			boolean concerned = (this.only != null) ? port == this.only
					: port != Port.LISTENER && port != Port.CHANGES && port.isStore() == this.store;
			return concerned && this.begin <= now && now < this.end;
		}

	}

}
