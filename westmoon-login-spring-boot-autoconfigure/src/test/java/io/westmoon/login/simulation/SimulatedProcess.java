package io.westmoon.login.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.client.SimulatedClients;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of a process, with an engine of its own. What it has planned is dropped
 * when it dies and held back while it is suspended; elapsed time goes on, as for a real
 * process that was stopped.
 */
final class SimulatedProcess {

	static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

	/** How many nanoseconds a fault may be felt. */
	private static final long LINGERS = 120_000_000_000L;

	private final Simulation simulation;

	private final int slot;

	private final String name;

	private final Map<Port, Integer> calls = new EnumMap<>(Port.class);

	private final Map<String, Long> rejected = new HashMap<>();

	private final Set<String> told = new HashSet<>();

	private int logins;

	private @Nullable WestmoonAuthClient client;

	private int threads;

	private int checks;

	private boolean alive = true;

	private boolean contractBroken;

	private boolean outOfThreads;

	private int troubles;

	private int faults;

	private @Nullable SimulatedFault lastKind;

	private long lastTrouble = -1;

	private long lastFault = -1;

	private long lastHindrance = -1;

	private long lastLeft = -1;

	private long suspendedUntil;

	private long suspended;

	private long behindUntil = -1;

	private long copyOf = -1;

	private @Nullable ProcessSignals signals;

	private @Nullable ProcessNotifier notifier;

	private long blindUntil = -1;

	private Duration clockOffset = Duration.ZERO;

	SimulatedProcess(Simulation simulation, int slot, int incarnation) {
		this.simulation = simulation;
		this.slot = slot;
		this.name = "p" + slot + (char) ('a' + Math.min(incarnation, 25));
	}

	/**
	 * Builds the engine. A process that cannot is dead at once.
	 */
	void begin() {
		EventLoop loop = this.simulation.loop();
		ProcessStore store = new ProcessStore(this.simulation, this, this.simulation.store());
		SimulatedClients.Ports ports = new SimulatedClients.Ports(
				new ProcessPlatform(this.simulation, this, this.simulation.platform()), store,
				new ProcessListener(this.simulation, this));
		ProcessScheduler scheduler = new ProcessScheduler(loop, this, EventLoop.Source.ENGINE);
		SimulatedClients.Time time = new SimulatedClients.Time(clock(), loop::now, scheduler,
				new ProcessScheduler(loop, this, EventLoop.Source.WORKER), this::chance);
		if (this.simulation.scenario().notifies()) {
			this.notifier = new ProcessNotifier(this.simulation, this, store, scheduler);
		}
		try {
			this.client = SimulatedClients.create(this.simulation.scenario().settings(), ports, time);
		}
		catch (Throwable ex) {
			this.simulation.trace().add(this, () -> "does not start: " + ex);
			this.simulation.kill(this);
		}
	}

	private double chance() {
		return this.simulation.decisions().chance(this.name + ".chance#" + this.simulation.loop().now());
	}

	int slot() {
		return this.slot;
	}

	String name() {
		return this.name;
	}

	WestmoonAuthClient client() {
		if (this.client == null) {
			throw new IllegalStateException("Not built");
		}
		return this.client;
	}

	/**
	 * Returns what tells people about the logins; {@code null} if nothing does.
	 */
	@Nullable ProcessNotifier notifier() {
		return this.notifier;
	}

	void notify(LoginEvent event) {
		ProcessNotifier notifier = this.notifier;
		if (notifier != null) {
			notifier.onEvent(event);
		}
	}

	boolean isAlive() {
		return this.alive;
	}

	/**
	 * Ends the process at once. What is on the stack runs on, but reaches nobody.
	 */
	void die() {
		this.alive = false;
	}

	void suspend(Duration duration) {
		long until = this.simulation.loop().now() + duration.toNanos();
		if (until > this.suspendedUntil) {
			this.suspended += until - Math.max(this.suspendedUntil, this.simulation.loop().now());
			this.suspendedUntil = until;
			trouble();
		}
	}

	long suspendedUntil() {
		return this.suspendedUntil;
	}

	/**
	 * Returns how long the process was suspended in all.
	 */
	long suspended() {
		return this.suspended;
	}

	/**
	 * From now on, for a while, the process reads a copy of the store that is older.
	 * @param moment nanoseconds since the simulation began
	 */
	void fallBehind(long moment, Duration duration) {
		EventLoop loop = this.simulation.loop();
		this.copyOf = moment;
		this.behindUntil = loop.now() + duration.toNanos();
		hasChanged();
		loop.schedule(this, EventLoop.Source.SIMULATION, duration, () -> {
			if (copyOf() < 0) {
				hasChanged();
			}
		});
	}

	/**
	 * Returns the moment whose copy of the store the process reads; negative for what is
	 * there now.
	 */
	long copyOf() {
		return (this.simulation.loop().now() < this.behindUntil) ? this.copyOf : -1;
	}

	/**
	 * Whether the process has read a copy of the store that is older since a moment.
	 */
	boolean wasBehindSince(long moment) {
		return this.behindUntil > moment;
	}

	void sees(ProcessSignals signals) {
		this.signals = signals;
	}

	private void hasChanged() {
		ProcessSignals signals = this.signals;
		if (signals != null) {
			signals.changed(SessionStore.Change.SESSION);
			signals.changed(SessionStore.Change.ATTEMPT);
		}
	}

	/**
	 * Notes that the process cannot look for changes for a while.
	 */
	void blind(Duration duration) {
		this.blindUntil = this.simulation.loop().now() + duration.toNanos();
	}

	void moveClock(Duration by) {
		this.clockOffset = this.clockOffset.plus(by);
	}

	Duration clockOffset() {
		return this.clockOffset;
	}

	Instant instant() {
		return START.plusNanos(this.simulation.loop().now()).plus(this.clockOffset);
	}

	/**
	 * Returns the name of the next call of a port.
	 */
	String nextCall(Port port) {
		return this.name + "." + port + "#" + this.calls.merge(port, 1, Integer::sum);
	}

	/**
	 * Returns a number that no other check of this process has.
	 */
	int nextCheck() {
		return ++this.checks;
	}

	/**
	 * Notes that a port or the JVM broke its contract, so that callers may see what it
	 * threw.
	 */
	void contractBroken() {
		this.contractBroken = true;
	}

	boolean isContractBroken() {
		return this.contractBroken;
	}

	/**
	 * Notes something for which the process may lose its lease.
	 */
	void trouble() {
		this.troubles++;
		this.lastTrouble = this.simulation.loop().now();
	}

	/**
	 * Returns when something last went wrong that may keep the process from seeing what
	 * others wrote; negative if nothing did.
	 */
	long lastTrouble() {
		return Math.max(Math.max(this.lastTrouble, this.suspendedUntil), Math.max(this.behindUntil, this.blindUntil));
	}

	/**
	 * Notes that a port answered in another way than it should, or too late.
	 */
	void faulted(SimulatedFault fault) {
		this.faults++;
		this.lastKind = fault;
		this.lastFault = this.simulation.loop().now();
	}

	/**
	 * Notes that a port takes seconds for its answer, or that a lease got lost.
	 */
	void hindered() {
		this.lastHindrance = this.simulation.loop().now();
	}

	boolean wasHinderedSince(long moment) {
		return this.lastHindrance >= moment;
	}

	/**
	 * Returns how many answers there were that went wrong.
	 */
	int faults() {
		return this.faults;
	}

	/**
	 * Tells what went wrong last; {@code null} if nothing did.
	 */
	@Nullable SimulatedFault lastKind() {
		return this.lastKind;
	}

	/**
	 * Returns when anything last went wrong; negative if nothing did.
	 */
	long lastFault() {
		return Math.max(this.lastFault, lastTrouble());
	}

	/**
	 * Notes that a caller leaves before it has its answer.
	 */
	void left() {
		this.lastLeft = this.simulation.loop().now();
	}

	boolean wasLeftSince(long moment) {
		return this.lastLeft >= moment;
	}

	/**
	 * Whether nothing has gone wrong since a moment, nor so shortly before it that it may
	 * still be felt.
	 */
	boolean isOrderlySince(long moment) {
		return isWellSince(moment - LINGERS);
	}

	/**
	 * Whether nothing has gone wrong since a moment.
	 */
	boolean isWellSince(long moment) {
		long last = Math.max(this.lastHindrance, lastFault());
		return last < 0 || last < moment;
	}

	int troubles() {
		return this.troubles;
	}

	/**
	 * Notes that the platform rejected a session towards this process.
	 */
	void rejected(String accessToken) {
		this.rejected.putIfAbsent(accessToken, this.simulation.loop().now());
	}

	/**
	 * Returns when the platform rejected a session towards this process; {@code null} if
	 * it did not.
	 */
	@Nullable Long rejectedAt(String accessToken) {
		return this.rejected.get(accessToken);
	}

	/**
	 * Notes what the listener heard.
	 */
	void told(LoginEvent event) {
		if (event instanceof LoginEvent.LoggedIn) {
			this.logins++;
		}
		else if (event instanceof LoginEvent.LoginRequired required) {
			this.told.add(AttemptState.NEEDED + required.attemptId());
		}
		else if (event instanceof LoginEvent.Expiring reminder) {
			this.told.add(AttemptState.NEEDED + reminder.attemptId());
		}
		else if (event instanceof LoginEvent.Failed failed) {
			this.told.add(AttemptState.FAILED + failed.attemptId());
		}
		else if (event instanceof LoginEvent.Abandoned abandoned) {
			this.told.add(AttemptState.FAILED + abandoned.attemptId());
		}
	}

	/**
	 * Whether the listener heard that an attempt is in its state.
	 */
	boolean wasTold(LoginAttempt attempt) {
		return this.told.contains(attempt.state() + attempt.id());
	}

	/**
	 * Returns how many logins the listener has heard of.
	 */
	int logins() {
		return this.logins;
	}

	/**
	 * Fails where the JVM cannot start a thread.
	 */
	void startThread() {
		double rate = this.simulation.scenario().noThread();
		if (rate > 0 && this.alive
				&& this.simulation.decisions().happens(this.name + ".thread#" + ++this.threads, rate)) {
			this.contractBroken = true;
			this.outOfThreads = true;
			trouble();
			this.simulation.trace().add(this, () -> "cannot start a thread");
			throw new OutOfMemoryError("unable to create native thread (simulated)");
		}
	}

	/**
	 * Whether there ever was a thread that could not be started.
	 */
	boolean isOutOfThreads() {
		return this.outOfThreads;
	}

	Clock clock() {
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
				return SimulatedProcess.this.instant();
			}

		};
	}

}
