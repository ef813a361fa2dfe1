package io.westmoon.login.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.WestmoonSession;
import io.westmoon.login.processes.SharedStores;
import io.westmoon.login.test.WestmoonPlatformServer;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Fifty virtual clients in one process and some in another one share a store, while chaos
 * reigns. Afterwards everybody behaves, and everything must come into order.
 */
final class Soak {

	private static final int CLIENTS = 50;

	private static final Duration STEP = Duration.ofMillis(100);

	private static final int SAMPLES = 24;

	private static final Duration SHORTEST_SAMPLING = Duration.ofSeconds(5);

	private final SoakSettings settings;

	private final Place place;

	private final Chaos chaos;

	private final Violations violations = new Violations();

	private final Outcomes calls = new Outcomes(this.violations);

	private final Outcomes wishes = new Outcomes(this.violations);

	private final Codes codes = new Codes(this.violations);

	private final Sends sends = new Sends(this.violations);

	private final Resources resources = new Resources();

	/**
	 * Creates a soak.
	 * @param place what all share
	 */
	Soak(SoakSettings settings, Place place) {
		this.settings = settings;
		this.place = place;
		this.chaos = new Chaos(settings.seed());
	}

	/**
	 * Lets it happen.
	 * @param logFile where everything that is logged goes to
	 */
	Summary run(Path logFile) throws InterruptedException, IOException {
		try (SoakLog log = SoakLog.begin(logFile, this.violations);
				WestmoonPlatformServer server = WestmoonPlatformServer.start();
				SharedStores stores = SharedStores.at(this.place.address());
				Replica.Factory factory = new Replica.Factory(server.url(), stores, this.chaos.expectsUser());
				ChildProcesses processes = new ChildProcesses(server.url(), this.place.address(), this.settings.seed(),
						log, this.violations)) {
			Sessions sessions = new Sessions(stores.open(), log::storeTrouble, this.violations);
			try (Person person = new Person(server, this.chaos, sessions)) {
				server.listener(new PlatformWatch(this.sends, this.codes, sessions, person::sees, person::hasLoggedIn));
				Replicas replicas = new Replicas("r", factory, this.violations);
				ChaosDriver driver = new ChaosDriver(server, this.place, replicas, processes, sessions, this.wishes);
				VirtualClients clients = new VirtualClients("c", replicas::get, this.chaos, this.calls,
						this.violations);
				processes.start();
				clients.start(CLIENTS);
				long steps = letChaosReign(driver);
				person.close();
				comeIntoOrder(driver, replicas, clients, processes, sessions, log);
				return new Summary(this.settings, steps, this.chaos.expectsUser(), this.calls, this.wishes, this.codes,
						sessions, this.sends, driver, this.resources, log, logFile, this.violations);
			}
		}
	}

	private long letChaosReign(ChaosDriver driver) throws InterruptedException {
		long begin = System.nanoTime();
		long sampling = Math.max(this.settings.duration().toNanos() / SAMPLES, SHORTEST_SAMPLING.toNanos());
		long step = 0;
		while (System.nanoTime() - begin < this.settings.duration().toNanos() && !this.violations.any()) {
			driver.step(this.chaos.decision(++step));
			if (System.nanoTime() - begin > sampling * (this.resources.samples() + 1)) {
				this.resources.sample();
			}
			TimeUnit.MILLISECONDS.sleep(STEP.toMillis());
		}
		return step;
	}

	private void comeIntoOrder(ChaosDriver driver, Replicas replicas, VirtualClients clients, ChildProcesses processes,
			Sessions sessions, SoakLog log) throws InterruptedException, IOException {
		driver.makePeace();
		require("A login", replicas.get(0).client().login().map(WestmoonSession::accessToken));
		clients.stop();
		for (int i = 0; i < Replicas.COUNT; i++) {
			int number = i;
			require("A call of client " + i,
					Mono.defer(() -> VirtualClients.request(replicas.get(number).web(),
							"end-" + number + "-" + System.nanoTime(),
							new Chaos.Habit(Duration.ZERO, Duration.ofSeconds(30), null, false, false))));
		}
		processes.end();
		replicas.close();
		if (sessions.stored().isEmpty()) {
			this.violations.add("There is no stored session in the end");
		}
		awaitWishes();
		this.codes
			.verify(driver.count(Deed.KILL) + driver.count(Deed.LOGOUT) + log.platformFailures() + driver.lateCodes());
		this.resources.verify(this.violations);
	}

	/**
	 * Tries until it works, which it must within the bound now that everybody behaves.
	 */
	private void require(String what, Mono<?> wish) {
		try {
			wish.retryWhen(Retry.fixedDelay(Long.MAX_VALUE, Duration.ofMillis(200))).block(Outcomes.BOUND);
		}
		catch (RuntimeException ex) {
			this.violations.add(what + " still fails although everybody behaves: " + ex);
		}
	}

	private void awaitWishes() throws InterruptedException {
		long end = System.nanoTime() + Outcomes.BOUND.plusMinutes(1).toNanos();
		while (this.wishes.open() > 0 && System.nanoTime() < end) {
			TimeUnit.MILLISECONDS.sleep(STEP.toMillis());
		}
		this.wishes.verify("Chaos");
	}

}
