package io.westmoon.login.processes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.SessionStore;
import io.westmoon.login.store.redis.RedisConnections;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
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
@EnabledIfSystemProperty(named = "westmoon.redis-storms", matches = "true")
class RedisStormTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

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
	 * Replaces the processes that have ended, and logs all of them in.
	 */
	@BeforeEach
	void logIn() {
		replicas.removeIf((replica) -> !replica.isAlive());
		while (replicas.size() < REPLICAS) {
			replicas.add(ChildProcess.start(StormProcess.class, platform.url(), "redis:" + redis.port()));
		}
		replicas.forEach((replica) -> assertThat(replica.ask("waiting")).isEqualTo("0"));
		platform.autoConfirm(true);
		String session = replicas.get(0).ask("login");
		platform.autoConfirm(false);
		awaitAll(session);
		replicas.forEach(ChildProcess::forget);
		this.codes = platform.codes();
	}

	@AfterEach
	void allowMessages() {
		redis.execute("ACL", "SETUSER", "default", "allchannels");
	}

	private static void awaitAll(String session) {
		await(TIMEOUT, () -> replicas.stream().allMatch((replica) -> replica.ask("session").equals(session)));
	}

	private static void await(Duration atMost, Callable<Boolean> condition) {
		Awaitility.await().atMost(atMost).pollInterval(Duration.ofMillis(20)).until(condition);
	}

	/**
	 * Revokes the session, lets all replicas make calls, and returns when all of them
	 * wait for the one code, which is stored: one that could not be is lost, and the next
	 * one takes its place.
	 */
	private void storm(int calls) {
		platform.revoke();
		replicas.forEach((replica) -> replica.ask("storm " + calls));
		replicas.forEach((replica) -> await(TIMEOUT, () -> replica.ask("waiting").equals(String.valueOf(calls))));
		platform.awaitCode(TIMEOUT);
		holder();
	}

	/**
	 * Listeners are told a little later.
	 */
	private static ChildProcess holder() {
		await(TIMEOUT, () -> replicas.stream().anyMatch((replica) -> replica.hasSaid("DRIVES")));
		List<ChildProcess> holders = replicas.stream().filter((replica) -> replica.hasSaid("DRIVES")).toList();
		assertThat(holders).as("Those who show a code").hasSize(1);
		return holders.get(0);
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
		await(TIMEOUT, () -> attempt().state() == AttemptState.SCANNED);
		holder.kill();
		await(TIMEOUT, () -> othersThan(holder).stream().anyMatch((replica) -> replica.hasSaid("DRIVES")));
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
		platform.fail(Call.POLL, Fault.delay(Duration.ofSeconds(4)), Integer.MAX_VALUE);
		platform.awaitCalls(Call.POLL, platform.polls() + 1, TIMEOUT);
		int polls = platform.polls();
		platform.scanAndConfirm();
		platform.awaitCalls(Call.POLL, polls + 1, TIMEOUT);
		holder.signal("STOP");
		platform.recover();
		await(TIMEOUT, () -> othersThan(holder).stream().anyMatch((replica) -> replica.hasSaid("DRIVES")));
		await(TIMEOUT, () -> newCodes() == 2);
		holder.signal("CONT");
		assertAnswered(replicas, FEW);
		assertThat(newCodes()).isEqualTo(2);
		assertThat(attempt().state()).isEqualTo(AttemptState.ACCEPTED);
	}

	@Test
	void aRedisThatIsAwayForAWhileCostsNoCall() throws Exception {
		storm(FEW);
		redis.suspend();
		platform.scanAndConfirm();
		TimeUnit.SECONDS.sleep(5);
		redis.resume();
		assertAnswered(replicas, FEW);
		assertThat(newCodes()).isEqualTo(1);
	}

	@Test
	void aRedisThatComesBackEmptyCostsOneScanAtWorst() {
		storm(FEW);
		String code = platform.currentScanToken();
		redis.stop();
		redis.startAgain();
		await(TIMEOUT, () -> !code.equals(platform.currentScanToken()));
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
		assertLoggedOutSoon();
	}

	@Test
	void aLogoutIsOneOnAllReplicas() {
		assertLoggedOutSoon();
		assertThat(attempt().state()).isEqualTo(AttemptState.LOGGED_OUT);
	}

	private static void assertLoggedOutSoon() {
		replicas.get(1).ask("logout");
		await(Duration.ofSeconds(3),
				() -> replicas.stream().allMatch((replica) -> replica.ask("session").equals("none")));
	}

}
