package io.westmoon.login.soak;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

/**
 * Does what chaos has decided, step by step.
 */
final class ChaosDriver {

	private static final Log logger = LogFactory.getLog(ChaosDriver.class);

	private static final int REMEMBERED = 40;

	private static final int STEPS_OF_TROUBLE = 4;

	private final Map<Deed, Integer> deeds = new EnumMap<>(Deed.class);

	private final Map<PlatformFault, Integer> troubles = new EnumMap<>(PlatformFault.class);

	private final Deque<Decision> recent = new ArrayDeque<>();

	private final WestmoonPlatformServer server;

	private final Place place;

	private final Replicas replicas;

	private final ChildProcesses processes;

	private final Sessions sessions;

	private final Outcomes outcomes;

	private int lateCodes;

	private long upAgain = -1;

	private long allowedAgain = -1;

	private long goesOn = -1;

	ChaosDriver(WestmoonPlatformServer server, Place place, Replicas replicas, ChildProcesses processes,
			Sessions sessions, Outcomes outcomes) {
		this.server = server;
		this.place = place;
		this.replicas = replicas;
		this.processes = processes;
		this.sessions = sessions;
		this.outcomes = outcomes;
	}

	void step(Decision decision) throws InterruptedException {
		if (decision.step() == this.upAgain) {
			this.server.recover();
		}
		if (decision.step() == this.allowedAgain) {
			this.server.forbid(false);
		}
		if (decision.step() == this.goesOn) {
			this.place.hang(false);
		}
		if (decision.deed() != Deed.NOTHING) {
			note(decision);
			perform(decision);
		}
	}

	private void note(Decision decision) {
		logger.debug("Step " + decision);
		this.deeds.merge(decision.deed(), 1, Integer::sum);
		this.recent.addLast(decision);
		if (this.recent.size() > REMEMBERED) {
			this.recent.removeFirst();
		}
	}

	private void perform(Decision decision) throws InterruptedException {
		WestmoonAuthClient client = this.replicas.get(decision.replica()).client();
		switch (decision.deed()) {
			case NOTHING -> {
			}
			case REVOKE_ALL -> {
				this.sessions.beginForgetting();
				this.server.revoke();
				this.sessions.endForgetting();
			}
			case REVOKE_LATEST -> {
				String latest = this.sessions.latest();
				this.sessions.revoke(latest);
				this.server.revoke(latest);
			}
			case FAIL -> fail(decision);
			case DOWN -> {
				this.server.down();
				this.upAgain = decision.step() + (long) STEPS_OF_TROUBLE * decision.count();
			}
			case FORBID -> {
				this.server.forbid(true);
				this.allowedAgain = decision.step() + (long) STEPS_OF_TROUBLE * decision.count();
			}
			case STORE_HANGS -> {
				this.place.hang(true);
				this.goesOn = decision.step() + (long) STEPS_OF_TROUBLE * decision.count();
			}
			case CODE_LIFE -> this.server.codeLife(Duration.ofSeconds(decision.count()));
			case LOGIN -> ask(decision, client.login()).subscribe();
			case START_LOGIN -> ask(decision, client.startLogin()).subscribe();
			case AWAIT_LOGIN -> ask(decision, client.awaitLogin()).subscribe();
			case CHECK -> ask(decision, client.check()).subscribe();
			case LOGOUT -> logOut(decision, client);
			case RESTART -> this.replicas.restart(decision.replica());
			case KILL -> this.processes.kill();
		}
	}

	private void fail(Decision decision) {
		PlatformFault trouble = decision.trouble();
		int times = decision.times();
		this.troubles.merge(trouble, times, Integer::sum);
		if (decision.call() == Call.GENERATE && trouble.isSlow()) {
			this.lateCodes += times;
		}
		this.server.fail(decision.call(), trouble.fault(), times);
	}

	private void logOut(Decision decision, WestmoonAuthClient client) {
		this.sessions.beginForgetting();
		ask(decision, client.logout().thenReturn(true)).doOnNext((outcome) -> this.sessions.endForgetting())
			.flatMap((outcome) -> ask(decision, this.replicas.get(decision.other()).client().login()))
			.subscribe();
	}

	private Mono<CallOutcome> ask(Decision decision, Mono<?> wish) {
		return this.outcomes.of("Step " + decision, wish.map((answer) -> CallOutcome.ANSWERED));
	}

	/**
	 * Makes everybody well-behaved and helpful from now on.
	 */
	void makePeace() {
		this.place.hang(false);
		this.server.recover();
		this.server.forbid(false).codeLife(Duration.ofMinutes(2)).autoConfirm(true);
	}

	int count(Deed deed) {
		return this.deeds.getOrDefault(deed, 0);
	}

	/**
	 * Returns how many codes came too late at most. Whoever asked for one may have been
	 * restarted before that could be said.
	 */
	int lateCodes() {
		return this.lateCodes;
	}

	Map<Deed, Integer> deeds() {
		return this.deeds;
	}

	Map<PlatformFault, Integer> troubles() {
		return this.troubles;
	}

	List<Decision> recent() {
		return List.copyOf(this.recent);
	}

}
