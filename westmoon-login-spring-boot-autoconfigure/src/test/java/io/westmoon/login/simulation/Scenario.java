package io.westmoon.login.simulation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.westmoon.login.client.SimulatedClients.Settings;

/**
 * What one seed is like. Each enables a few kinds of fault on a few ports, so that many
 * are mild and some are wild.
 */
final class Scenario {

	static final String USER = "user-1";

	static final String STRANGER = "user-2";

	static final String PAGE = "https://app.example/login";

	private static final List<Double> RATES = List.of(0.003, 0.01, 0.03, 0.1);

	private final int processes;

	private final boolean timedLease;

	private final boolean server;

	private final Duration lookInterval;

	private final double signalLoss;

	private final double spite;

	private final Settings settings;

	private final Duration pollInterval;

	private final Duration codeLife;

	private final Duration chaos;

	private final double immediate;

	private final Duration latency;

	private final Map<Port, Map<SimulatedFault, Double>> rates = new EnumMap<>(Port.class);

	private final double noThread;

	private final double leaseLoss;

	private final boolean newLoginEndsOthers;

	private final boolean strangers;

	private final boolean notifies;

	private final Duration remindEvery;

	Scenario(Decisions decisions) {
		this.processes = decisions.pick("processes", List.of(1, 1, 2, 2, 3));
		this.timedLease = decisions.chance("timedLease") < 0.5;
		this.server = this.timedLease && decisions.chance("server") < 0.7;
		this.lookInterval = Duration.ofSeconds(decisions.pick("lookInterval", List.of(1, 1, 5)));
		this.signalLoss = decisions.pick("signalLoss", List.of(0.0, 0.1, 0.5, 1.0));
		this.spite = decisions.pick("spite", List.of(0.0, 0.3, 0.7));
		this.settings = settings(decisions);
		this.pollInterval = Duration.ofSeconds(decisions.pick("pollInterval", List.of(2, 5, 10)));
		this.codeLife = Duration.ofSeconds(decisions.pick("codeLife", List.of(60, 120, 300)));
		this.chaos = Duration.ofSeconds(decisions.between("chaos", 30, 360));
		this.immediate = decisions.pick("immediate", List.of(0.0, 0.5, 1.0));
		this.latency = Duration.ofMillis(decisions.pick("latency", List.of(2, 20, 200)));
		this.newLoginEndsOthers = decisions.chance("newLoginEndsOthers") < 0.3;
		this.strangers = expectsUser() || decisions.chance("strangers") < 0.3;
		this.leaseLoss = !this.timedLease ? 0
				: decisions.pick("leaseLoss", List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.02, 0.1, 1.0));
		this.notifies = decisions.chance("notifies") < 0.5;
		this.remindEvery = Duration.ofSeconds(decisions.pick("remindEvery", List.of(0, 30, 120)));
		this.noThread = (decisions.chance("noThread") < 0.05) ? 0.01 : 0;
		if (decisions.chance("mild") > 0.15) {
			drawRates(decisions);
		}
	}

	private static Settings settings(Decisions decisions) {
		Duration coolDown = Duration.ofSeconds(decisions.pick("coolDown", List.of(5, 60)));
		return new Settings((decisions.chance("expectsUser") < 0.3) ? USER : null,
				Duration.ofSeconds(decisions.pick("waitTimeout", List.of(10, 60, 300))),
				decisions.pick("maxCodes", List.of(1, 3)), coolDown, coolDown.multipliedBy(4),
				(decisions.chance("loginPage") < 0.25) ? PAGE : null,
				(decisions.chance("reminders") < 0.3) ? Duration.ofDays(7).minusMinutes(11) : Duration.ZERO);
	}

	private void drawRates(Decisions decisions) {
		for (SimulatedFault fault : SimulatedFault.values()) {
			if (decisions.chance("fault." + fault) < 0.3) {
				double rate = decisions.pick("rate." + fault, RATES);
				for (Port port : Port.values()) {
					if (decisions.chance("port." + fault + port) < 0.4) {
						this.rates.computeIfAbsent(port, (key) -> new EnumMap<>(SimulatedFault.class)).put(fault, rate);
					}
				}
			}
		}
	}

	int processes() {
		return this.processes;
	}

	/**
	 * Whether leases run out unless they are renewed; otherwise they are held until their
	 * process dies.
	 */
	boolean timedLease() {
		return this.timedLease;
	}

	/**
	 * Whether the store is a server that all processes share: it may lose what it has
	 * acknowledged, its replicas lag behind, and a message about a change is only a hint.
	 */
	boolean isServer() {
		return this.server;
	}

	/**
	 * How often a process looks for changes in a server by itself.
	 */
	Duration lookInterval() {
		return this.lookInterval;
	}

	/**
	 * How often a message of a server gets lost; always where it passes on none.
	 */
	double signalLoss() {
		return this.signalLoss;
	}

	/**
	 * How often a server harms what was written or received just now.
	 */
	double spite() {
		return this.spite;
	}

	Settings settings() {
		return this.settings;
	}

	boolean hasPage() {
		return this.settings.loginPage() != null;
	}

	boolean expectsUser() {
		return this.settings.expectedUserId() != null;
	}

	/**
	 * Whether somebody who may not log in scans a code now and then.
	 */
	boolean hasStrangers() {
		return this.strangers;
	}

	Duration pollInterval() {
		return this.pollInterval;
	}

	Duration codeLife() {
		return this.codeLife;
	}

	/**
	 * Whether people are told about logins.
	 */
	boolean notifies() {
		return this.notifies;
	}

	/**
	 * How long after a notice they are reminded; zero for never.
	 */
	Duration remindEvery() {
		return this.remindEvery;
	}

	/**
	 * How long things go wrong.
	 */
	Duration chaos() {
		return this.chaos;
	}

	/**
	 * Which share of the calls is answered at once.
	 */
	double immediate() {
		return this.immediate;
	}

	Duration latency() {
		return this.latency;
	}

	boolean newLoginEndsOthers() {
		return this.newLoginEndsOthers;
	}

	/**
	 * How often the store loses a lease that is renewed; one that is a lock never.
	 */
	double leaseLoss() {
		return this.leaseLoss;
	}

	/**
	 * How often the JVM cannot start a thread.
	 */
	double noThread() {
		return this.noThread;
	}

	double rate(SimulatedFault fault, Port port) {
		Map<SimulatedFault, Double> ofPort = this.rates.get(port);
		return (ofPort != null) ? ofPort.getOrDefault(fault, 0.0) : 0;
	}

	@Override
	public String toString() {
		return this.processes + " processes, "
				+ (this.server ? "a server with timed" : this.timedLease ? "timed" : "lock-like")
				+ " leases, poll every " + this.pollInterval.toSeconds() + " s, codes live " + this.codeLife.toSeconds()
				+ " s, chaos for " + this.chaos.toSeconds() + " s, " + this.settings;
	}

}
