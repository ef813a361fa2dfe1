package io.westmoon.login.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.simulation.Caller.Kind;
import io.westmoon.login.simulation.Caller.Request;
import io.westmoon.login.simulation.EventLoop.Source;
import org.jspecify.annotations.Nullable;

/**
 * What happens from outside while things go wrong: callers come, sessions are revoked,
 * processes die or are suspended, clocks are changed.
 */
final class Workload {

	private static final List<Kind> KINDS = List.of(Kind.SESSION, Kind.SESSION, Kind.SESSION, Kind.SESSION, Kind.RENEW,
			Kind.RENEW, Kind.CHECK, Kind.VERIFIED, Kind.LOGIN, Kind.START_LOGIN, Kind.AWAIT_LOGIN, Kind.LOGOUT);

	private static final List<@Nullable Duration> WAITS = Arrays.asList(null, null, Duration.ZERO,
			Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofMinutes(2));

	private static final long SOON = Duration.ofSeconds(5).toNanos();

	private final Simulation simulation;

	private final Decisions decisions;

	private final Set<String> moments = new HashSet<>();

	Workload(Simulation simulation) {
		this.simulation = simulation;
		this.decisions = simulation.decisions();
	}

	void plan() {
		plan("caller", 3, 12, this::call);
		plan("death", -3, 2, this::die);
		plan("suspension", -2, 2, (number) -> this.simulation.suspend(process("suspension#" + number)));
		plan("clock", -2, 3, this::moveClock);
		plan("revocation", -1, 2, this::revoke);
		plan("renewal", -2, 3, this::renewEarly);
		plan("forgotten", -6, 1, (number) -> forget());
		if (this.simulation.scenario().notifies()) {
			plan("snooze", -1, 3, this::snooze);
		}
		this.simulation.troubles().plan(this);
		if (this.simulation.scenario().hasPage()) {
			int looks = (int) (this.simulation.scenario().chaos().toSeconds() / 20);
			plan("look", 0, looks, (number) -> look("look#" + number, "look#" + number));
		}
	}

	/**
	 * Plans things of one kind at any time; each can be left out as a fault can.
	 */
	void plan(String kind, int least, int most, IntConsumer deed) {
		long chaos = this.simulation.scenario().chaos().toNanos();
		long count = this.decisions.between(kind + ".count", least, most);
		for (int i = 0; i < count; i++) {
			String name = kind + "#" + i;
			int number = i;
			if (this.decisions.happens(name, 1)) {
				this.simulation.loop()
					.schedule(null, Source.SIMULATION, this.decisions.between(name + ".at", 0, chaos),
							() -> deed.accept(number));
			}
		}
	}

	SimulatedProcess process(String name) {
		return this.simulation
			.process((int) this.decisions.between(name + ".slot", 0, this.simulation.scenario().processes() - 1));
	}

	private void call(int number) {
		String name = "caller#" + number;
		long herd = this.decisions.pick(name + ".herd", List.of(1, 1, 1, 2, 4));
		for (int i = 0; i < herd; i++) {
			Request request = request(name + ((i > 0) ? "." + i : ""), name);
			if (request != null) {
				start(process(name), request, name + ((i > 0) ? "." + i : ""));
			}
		}
	}

	private @Nullable Request request(String name, String herd) {
		Kind kind = this.decisions.pick(herd + ".kind", KINDS);
		Duration wait = this.decisions.pick(name + ".wait", WAITS);
		WestmoonSession last = this.simulation.lastReceived();
		if (kind == Kind.RENEW && last == null) {
			return null;
		}
		Request request = (kind == Kind.RENEW) ? Request.renew(last, wait)
				: Request.of(kind, (kind == Kind.SESSION || kind == Kind.VERIFIED) ? wait : null);
		if (this.decisions.happens(name + ".leaves", 0.15)) {
			request = request.leaving(Duration.ofMillis(this.decisions.between(name + ".leavesAfter", 0, 20_000)));
		}
		if (this.decisions.happens(name + ".throws", 0.03)) {
			request = request.throwing((this.decisions.chance(name + ".error") < 0.5) ? "Error" : "Exception");
		}
		return request;
	}

	private void start(SimulatedProcess process, Request request, String name) {
		this.simulation.loop()
			.schedule(process, Source.SIMULATION, 0, () -> this.simulation.call(process, request, name));
	}

	/**
	 * Somebody logs out at the very moment when the platform has answered a process that
	 * cannot know of it yet, and often in again.
	 * @param moment the name of the moment, which counts once
	 */
	void logOutMeanwhile(String moment, double rate) {
		String name = "logout@" + moment;
		if (this.moments.add(name) && this.decisions.happens(name, rate)) {
			long delay = this.decisions.between(name + ".delay", 0, this.simulation.scenario().latency().toNanos());
			this.simulation.loop()
				.schedule(null, Source.SIMULATION, delay, () -> start(process(name), Request.of(Kind.LOGOUT), name));
			String again = name + ".again";
			if (this.decisions.happens(again, 0.4)) {
				this.simulation.loop()
					.schedule(null, Source.SIMULATION, delay + this.decisions.between(again + ".delay", 0, SOON),
							() -> start(process(again), Request.of(Kind.START_LOGIN), again));
			}
		}
	}

	/**
	 * Somebody whose connection broke calls again.
	 * @param moment the name of the moment, unique in the simulation
	 */
	void callAgain(SimulatedProcess process, String moment) {
		String name = "call@" + moment;
		if (this.decisions.happens(name, 0.8)) {
			this.simulation.loop()
				.schedule(null, Source.SIMULATION, this.decisions.between(name + ".delay", 0, SOON),
						() -> start(this.simulation.process(process.slot()),
								Request.of(Kind.SESSION, Duration.ofMinutes(1)), name));
		}
	}

	/**
	 * The platform ends a session that it has just called good, and calls that carry it
	 * are refused at once.
	 * @param moment the name of the moment, unique in the simulation
	 */
	void revokeMeanwhile(String moment, double rate) {
		String name = "revocation@" + moment;
		if (this.decisions.happens(name, rate)) {
			long delay = this.decisions.between(name + ".delay", 0, this.simulation.scenario().latency().toNanos());
			this.simulation.loop().schedule(null, Source.SIMULATION, delay, () -> end(name));
		}
	}

	/**
	 * A person renews a session that still works, while others go on calling.
	 */
	private void renewEarly(int number) {
		String name = "renewal#" + number;
		if (this.simulation.store().session() == null) {
			return;
		}
		this.simulation.trace().add(null, () -> "a person renews early");
		start(process(name), Request.of(Kind.START_LOGIN), name);
		for (int i = 0; i < 4; i++) {
			String call = name + ".call" + i;
			this.simulation.loop()
				.schedule(null, Source.SIMULATION, this.decisions.between(call + ".after", 0, 8 * SOON),
						() -> start(process(call), Request.of(Kind.SESSION, this.decisions.pick(call + ".wait", WAITS)),
								call));
		}
	}

	private void die(int number) {
		SimulatedProcess process = process("death#" + number);
		if (process.isAlive()) {
			this.simulation.kill(process);
		}
	}

	private void moveClock(int number) {
		SimulatedProcess process = process("clock#" + number);
		Duration by = Duration.ofSeconds(this.decisions.between("clock#" + number + ".by", -240, 240));
		if (process.clockOffset().plus(by).abs().compareTo(Duration.ofMinutes(5)) < 0) {
			this.simulation.trace().add(process, () -> "clock set by " + by.toSeconds() + " s");
			process.moveClock(by);
		}
	}

	/**
	 * The platform ends the sessions, now and then while it is asked about one.
	 */
	private void revoke(int number) {
		String name = "question#" + number;
		if (this.decisions.happens(name, 0.5)) {
			start(process(name), Request.of(Kind.CHECK), name);
			this.simulation.loop()
				.schedule(null, Source.SIMULATION,
						this.decisions.between(name + ".before", 0, this.simulation.scenario().latency().toNanos()),
						() -> end("#" + number));
		}
		else {
			end("#" + number);
		}
	}

	/**
	 * Calls that carry a session that has ended are refused soon. Elsewhere work begins
	 * that must not begin with a dead one.
	 */
	private void end(String moment) {
		WestmoonSession last = this.simulation.lastReceived();
		if (!this.simulation.platform().revoke() || last == null) {
			return;
		}
		this.simulation.trace().add(null, () -> "the platform ends all sessions");
		long delay = this.decisions.pick("refusals" + moment,
				List.of(5_000_000_000L, this.simulation.scenario().latency().toNanos()));
		for (int slot = 0; slot < this.simulation.scenario().processes(); slot++) {
			String name = "refusal" + moment + "." + slot;
			SimulatedProcess process = this.simulation.process(slot);
			if (this.decisions.happens(name, 0.7)) {
				this.simulation.loop()
					.schedule(process, Source.SIMULATION, this.decisions.between(name + ".after", 0, delay),
							() -> this.simulation.call(process,
									Request.renew(last, this.decisions.pick(name + ".wait", WAITS)), name));
			}
			else if (this.decisions.happens(name + ".work", 0.7)) {
				this.simulation.loop()
					.schedule(process, Source.SIMULATION, this.decisions.between(name + ".after", 0, delay),
							() -> this.simulation.call(process,
									Request.of(Kind.VERIFIED, this.decisions.pick(name + ".wait", WAITS)),
									name + ".work"));
			}
		}
	}

	private void forget() {
		this.simulation.trace().add(null, () -> "the platform forgets its codes");
		this.simulation.platform().codes().forEach((code) -> code.forgotten = true);
	}

	private void snooze(int number) {
		SimulatedProcess process = process("snooze#" + number);
		ProcessNotifier notifier = process.notifier();
		if (notifier != null) {
			this.simulation.loop().schedule(process, Source.SIMULATION, 0, notifier::snooze);
		}
	}

	/**
	 * Somebody looks at the login page at the very moment when a process writes the
	 * attempt.
	 * @param moment the name of the moment, unique in the simulation
	 */
	void lookMeanwhile(String moment, double rate) {
		String name = "look@" + moment;
		if (this.decisions.happens(name, rate)) {
			this.simulation.loop()
				.schedule(null, Source.SIMULATION,
						this.decisions.between(name + ".delay", 0, this.simulation.scenario().latency().toNanos()),
						() -> look(name, name));
		}
	}

	/**
	 * Somebody looks at the login page.
	 * @param page the name of the decision which process serves it
	 */
	void look(String name, String page) {
		LoginAttempt attempt = this.simulation.store().attempt();
		if (attempt != null && attempt.isLive()) {
			start(process(page), Request.openCode(attempt.id()), name);
		}
	}

}
