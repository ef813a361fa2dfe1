package io.westmoon.login.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.simulation.Caller.Request;
import io.westmoon.login.simulation.EventLoop.Event;
import io.westmoon.login.simulation.EventLoop.Source;
import io.westmoon.login.simulation.SimulatedPlatform.Code;
import io.westmoon.login.simulation.SimulatedPlatform.Issued;
import org.jspecify.annotations.Nullable;

/**
 * One run of one seed. See the package for what happens in it.
 */
final class Simulation {

	private static final Duration SETTLING = Duration.ofMinutes(6);

	private static final long MOST_EVENTS = 150_000;

	private final long seed;

	private final Decisions decisions;

	private final EventLoop loop;

	private final Scenario scenario;

	private final Trace trace;

	private final Faults faults;

	private final Invariants invariants;

	private final SimulatedPlatform platform;

	private final SimulatedStore store;

	private final People people;

	private final Workload workload;

	private final ServerTroubles troubles;

	private final List<SimulatedProcess> processes = new ArrayList<>();

	private final int[] incarnations = new int[3];

	private int deaths;

	private boolean atRest;

	/**
	 * Prepares a run.
	 * @param kept the names of the faults that may happen; {@code null} for all
	 * @param orderly whether nothing else is left to chance
	 * @param traced whether to keep what happens
	 */
	Simulation(long seed, @Nullable Set<String> kept, boolean orderly, boolean traced) {
		this.seed = seed;
		this.decisions = new Decisions(seed, kept, orderly);
		this.loop = new EventLoop(this.decisions);
		this.scenario = new Scenario(this.decisions);
		this.trace = new Trace(traced, this.loop);
		this.faults = new Faults(this.decisions, this.scenario, this.loop);
		this.invariants = new Invariants(this);
		this.platform = new SimulatedPlatform(this);
		this.store = new SimulatedStore(this);
		this.people = new People(this);
		this.workload = new Workload(this);
		this.troubles = new ServerTroubles(this);
	}

	/**
	 * Runs it.
	 * @return the first violation of each rule that did not hold
	 */
	Map<Rule, Violation> run() {
		ThreadRandom.seed(this.seed);
		try (SimulatedLog log = SimulatedLog.into(this.invariants)) {
			misbehave();
			settle();
			new Recovery(this).run();
		}
		catch (EndlessException ex) {
			this.invariants.violated(Rule.ENDS, "There is no end of events");
		}
		return this.invariants.violations();
	}

	private void misbehave() {
		this.loop.schedule(null, Source.SIMULATION, 0, () -> {
			for (int slot = 0; slot < this.scenario.processes(); slot++) {
				this.processes.add(new SimulatedProcess(this, slot, this.incarnations[slot]++));
				this.processes.get(slot).begin();
			}
		});
		this.workload.plan();
		runUntil(this.scenario.chaos().toNanos());
	}

	/**
	 * All faults end, all processes live, and nobody scans.
	 */
	private void settle() {
		this.decisions.calmDown();
		this.trace.add(null, () -> "all faults end");
		this.people.mood(People.Mood.ASLEEP);
		for (int slot = 0; slot < this.scenario.processes(); slot++) {
			if (!process(slot).isAlive()) {
				int dead = slot;
				this.loop.schedule(null, Source.SIMULATION, 0, () -> begin(dead));
			}
		}
		pass(SETTLING);
		this.atRest = true;
		this.invariants.rest();
	}

	private void begin(int slot) {
		if (!this.processes.get(slot).isAlive()) {
			SimulatedProcess next = new SimulatedProcess(this, slot, this.incarnations[slot]++);
			this.processes.set(slot, next);
			next.begin();
		}
	}

	/**
	 * Ends a process, and begins another one in its place at once.
	 */
	void restart(int slot) {
		process(slot).die();
		begin(slot);
	}

	void pass(Duration duration) {
		runUntil(this.loop.now() + duration.toNanos());
	}

	private void runUntil(long time) {
		if (!this.loop.runUntil(time, this::threw, MOST_EVENTS)) {
			throw new EndlessException();
		}
	}

	/**
	 * A thread dies of what it throws, and another one takes its place.
	 */
	private void threw(Event event, Throwable error) {
		this.trace.add(null, () -> "a thread dies of " + error);
		boolean simulated = String.valueOf(error.getMessage()).contains("simulated");
		if (!simulated) {
			this.invariants.violated(Rule.EXPECTED_ERRORS, "A thread dies of " + error);
			this.invariants.logged("a thread dies", error);
		}
	}

	/**
	 * Ends a process, and begins another one in its place some time later.
	 */
	void kill(SimulatedProcess process) {
		this.trace.add(process, () -> "dies");
		process.die();
		long delay = this.decisions.between("restart#" + ++this.deaths, 0, 60_000_000_000L);
		this.loop.schedule(null, Source.SIMULATION, delay, () -> begin(process.slot()));
	}

	/**
	 * Suspends a process for a while, at most until the faults end.
	 */
	void suspend(SimulatedProcess process) {
		long left = this.scenario.chaos().toNanos() - this.loop.now();
		long wanted = this.decisions.between(process.name() + ".suspended#" + process.suspended(), 1_000_000_000L,
				60_000_000_000L);
		Duration duration = Duration.ofNanos(Math.min(left, wanted));
		this.trace.add(process, () -> "is suspended for " + duration.toMillis() + " ms");
		process.suspend(duration);
	}

	Caller call(SimulatedProcess process, Request request, String name) {
		Caller caller = new Caller(this, process, request, name);
		this.invariants.called(caller);
		if (request.kind() == Caller.Kind.LOGOUT) {
			this.invariants.loggingOut();
		}
		caller.start();
		this.invariants.shown(process.client().status());
		return caller;
	}

	/**
	 * Returns the session that a process received last; {@code null} if none was given.
	 */
	@Nullable WestmoonSession lastReceived() {
		WestmoonSession last = null;
		for (Issued issued : this.platform.sessions()) {
			if (issued.receivedAt >= 0 && !issued.isStrangers()) {
				last = issued.session();
			}
		}
		return last;
	}

	/**
	 * Whether it is known who may log in: whoever is expected, or is pinned as the one
	 * who logged in first.
	 */
	boolean mayTurnAway() {
		LoginAttempt attempt = this.store.attempt();
		return this.scenario.expectsUser() || (attempt != null && Scenario.USER.equals(attempt.pinnedUserId()));
	}

	Duration sessionLife(String name) {
		return this.decisions.pick(name + ".life",
				List.of(Duration.ofDays(7), Duration.ofDays(7), Duration.ZERO, Duration.ofMinutes(7)));
	}

	/**
	 * Describes an attempt without its secrets.
	 */
	String describe(LoginAttempt attempt) {
		LoginQrCode code = attempt.code();
		Code known = this.platform.code(code);
		return "v" + attempt.version() + " " + attempt.state() + ((known != null) ? " " + known.name() : "")
				+ ((attempt.confirmed() != null) ? " " + this.platform.name(attempt.confirmed()) : "");
	}

	long seed() {
		return this.seed;
	}

	Decisions decisions() {
		return this.decisions;
	}

	EventLoop loop() {
		return this.loop;
	}

	Scenario scenario() {
		return this.scenario;
	}

	Trace trace() {
		return this.trace;
	}

	Faults faults() {
		return this.faults;
	}

	Invariants invariants() {
		return this.invariants;
	}

	SimulatedPlatform platform() {
		return this.platform;
	}

	SimulatedStore store() {
		return this.store;
	}

	People people() {
		return this.people;
	}

	ServerTroubles troubles() {
		return this.troubles;
	}

	Workload workload() {
		return this.workload;
	}

	SimulatedProcess process(int slot) {
		return this.processes.get(slot);
	}

	boolean isAtRest() {
		return this.atRest;
	}

	/**
	 * A simulation does not come to its end.
	 */
	private static final class EndlessException extends RuntimeException {

		private static final long serialVersionUID = 1;

	}

}
