package io.westmoon.login.processes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.SessionStore;
import io.westmoon.login.store.redis.RedisConnections;
import io.westmoon.login.store.redis.RedisSessionStore;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.login.testsupport.RealRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three replicas of a service, which are real processes, one Redis and one platform, and
 * calls at all of them while something goes wrong. No call is lost, and one code is
 * enough. The test that kills a replica is the last one, so that none has to be started
 * again.
 */
@TestMethodOrder(MethodOrderer.MethodName.class)
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows knows no SIGSTOP")
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class RedisStormTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final String LEASE = RedisSessionStore.DEFAULT_KEY_PREFIX + "{default}:lease";

	private static final int REPLICAS = 3;

	private static final int FEW = 20;

	private static RealRedis redis;

	private static RedisConnections connections;

	private static SessionStore store;

	private static WestmoonPlatformServer platform;

	private static final List<ChildProcess> replicas = new ArrayList<>();

	private int codes;

	@BeforeAll
	static void start() {
		redis = RealRedis.start();
		connections = new RedisConnections(redis.connections());
		store = SharedStores.redis(connections);
		platform = WestmoonPlatformServer.start();
	}

	@AfterAll
	static void stop() {
		replicas.forEach(ChildProcess::kill);
		platform.close();
		connections.close();
		redis.close();
	}

	/**
	 * Replaces the processes that have ended, and logs all of them in. Calls that a test
	 * has left waiting are answered first.
	 */
	@BeforeEach
	void logIn() {
		platform.autoConfirm(true);
		replicas.removeIf((replica) -> !replica.isAlive());
		while (replicas.size() < REPLICAS) {
			replicas.add(ChildProcess.start(StormProcess.class, platform.url(), "redis:" + redis.port()));
		}
		replicas.forEach((replica) -> awaitAnswer(replica, "waiting", "0"));
		String session = replicas.get(0).ask("login");
		platform.autoConfirm(false);
		awaitAll(session);
		replicas.forEach(ChildProcess::forget);
		this.codes = platform.codes();
	}

	@AfterEach
	void makePeace() {
		redis.resume();
		redis.execute("ACL", "SETUSER", "default", "allchannels");
		replicas.stream().filter(ChildProcess::isAlive).forEach(ChildProcess::resume);
		platform.listener((call) -> {
		});
	}

	private static void awaitAll(String session) {
		replicas.forEach((replica) -> awaitAnswer(replica, "session", session));
	}

	private static void awaitAnswer(ChildProcess replica, String question, String answer) {
		await(() -> replica.ask(question).equals(answer));
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(20)).until(condition);
	}

	/**
	 * Revokes the session, lets all replicas make calls, and returns when all of them
	 * wait for the one code, which is stored: one that could not be is lost, and the next
	 * one takes its place. Calls wait before the new attempt is written, and a code of an
	 * earlier test may still be living.
	 */
	private void storm(int calls) {
		platform.revoke();
		replicas.forEach((replica) -> replica.ask("storm " + calls));
		replicas.forEach((replica) -> awaitAnswer(replica, "waiting", String.valueOf(calls)));
		await(() -> newCodes() > 0);
		holder();
	}

	private static ChildProcess holder() {
		List<ChildProcess> holders = awaitDrivers(replicas);
		assertThat(holders).as("Those who show a code").hasSize(1);
		return holders.get(0);
	}

	/**
	 * Listeners are told a little later, and of the login before the storm perhaps only
	 * now.
	 */
	private static List<ChildProcess> awaitDrivers(List<ChildProcess> some) {
		LoginAttempt attempt = attempt();
		String drives = "DRIVES " + attempt.id();
		List<ChildProcess> drivers = new ArrayList<>();
		Awaitility.await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
			some.stream().filter((replica) -> replica.hasSaid(drives)).forEach(drivers::add);
			assertThat(drivers).as("Those of %s who said '%s', for %s", some, drives, attempt).isNotEmpty();
		});
		return drivers;
	}

	/**
	 * Lets the lease of a holder that no longer renews it run out, and waits for the next
	 * one. The lease would do so by itself in 15 seconds at most.
	 */
	private static void awaitOtherThan(ChildProcess holder) {
		assertThat((Long) redis.execute("PTTL", LEASE)).as("The time left").isBetween(1L, 15_000L);
		redis.execute("DEL", LEASE);
		awaitDrivers(othersThan(holder));
	}

	/**
	 * Does something once the platform has given the session to a poll, and before that
	 * poll is answered.
	 */
	private static void whenTheSessionIsGiven(Runnable action) {
		AtomicBoolean given = new AtomicBoolean();
		platform.listener((call) -> {
			boolean gives = call.call() == Call.POLL && String.valueOf(call.answer()).contains("access_token");
			if (gives && given.compareAndSet(false, true)) {
				action.run();
			}
		});
	}

	private static List<ChildProcess> othersThan(ChildProcess holder) {
		return replicas.stream().filter((replica) -> replica != holder).toList();
	}

	private static void assertAnswered(List<ChildProcess> some, int calls) {
		assertThat(some).allSatisfy((replica) -> {
			assertThat(replica.await("STORM")).isEqualTo("STORM " + calls);
			assertThat(replica.hasSaid("LOST")).isFalse();
		});
	}

	private int newCodes() {
		return platform.codes() - this.codes;
	}

	private static LoginAttempt attempt() {
		return store.attempt().block(TIMEOUT);
	}

	@Test
	void revokedSessionsOfAllReplicasAreReplacedByOneScan() {
		storm(300);
		platform.scanAndConfirm();
		assertAnswered(replicas, 300);
		assertThat(newCodes()).isEqualTo(1);
		assertThat(holder()).as("The only one who polled").isNotNull();
	}

	@Test
	void theCodeOfAKilledHolderIsFinishedByAnother() {
		storm(FEW);
		ChildProcess holder = holder();
		platform.scan();
		await(() -> attempt().state() == AttemptState.SCANNED);
		holder.kill();
		awaitOtherThan(holder);
		platform.confirm();
		assertAnswered(othersThan(holder), FEW);
		assertThat(newCodes()).isEqualTo(1);
	}

	/**
	 * The platform gives the session once, to a process that is suspended just then and
	 * for longer than its lease. Another one finds the code used up and shows the next,
	 * which nobody has to scan.
	 */
	@Test
	void aSessionThatOnlyASuspendedHolderHasIsNotLost() {
		storm(FEW);
		ChildProcess holder = holder();
		CompletableFuture<Void> suspended = new CompletableFuture<>();
		whenTheSessionIsGiven(() -> {
			holder.suspend();
			suspended.complete(null);
		});
		platform.scanAndConfirm();
		assertThat(suspended).succeedsWithin(TIMEOUT);
		awaitOtherThan(holder);
		await(() -> newCodes() == 2);
		holder.resume();
		assertAnswered(replicas, FEW);
		assertThat(newCodes()).isEqualTo(2);
		assertThat(attempt().state()).isEqualTo(AttemptState.ACCEPTED);
	}

	/**
	 * The platform gives the session once, just when Redis hangs, so the process that
	 * polled has the only copy.
	 */
	@Test
	void aRedisThatIsAwayForAWhileCostsNoCall() {
		storm(FEW);
		whenTheSessionIsGiven(redis::suspend);
		platform.scanAndConfirm();
		replicas.forEach((replica) -> await(() -> replica.hasLogged("Redis did not answer in time")));
		assertThat(replicas).noneMatch((replica) -> replica.hasSaid("STORM"));
		redis.resume();
		assertAnswered(replicas, FEW);
	}

	@Test
	void aRedisThatComesBackEmptyCostsOneScanAtWorst() {
		storm(FEW);
		String code = platform.currentScanToken();
		redis.stop();
		redis.startAgain();
		await(() -> !code.equals(platform.currentScanToken()));
		platform.scanAndConfirm();
		assertAnswered(replicas, FEW);
		assertThat(newCodes()).isEqualTo(2);
	}

	@Test
	void messagesAreNotNeeded() {
		redis.execute("ACL", "SETUSER", "default", "resetchannels");
		storm(FEW);
		platform.scanAndConfirm();
		assertAnswered(replicas, FEW);
		assertThat(newCodes()).isEqualTo(1);
		assertThat(holder()).as("The only one who polled").isNotNull();
		assertLoggedOut();
	}

	@Test
	void aLogoutIsOneOnAllReplicas() {
		assertLoggedOut();
		assertThat(attempt().state()).isEqualTo(AttemptState.LOGGED_OUT);
	}

	private static void assertLoggedOut() {
		replicas.get(1).ask("logout");
		awaitAll("none");
	}

}
