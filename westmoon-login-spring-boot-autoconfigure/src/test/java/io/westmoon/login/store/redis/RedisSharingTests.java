package io.westmoon.login.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import io.westmoon.login.SessionStore.Change;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.testsupport.CapturedLog;
import io.westmoon.login.testsupport.RealRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import reactor.core.Disposable;
import reactor.core.Disposables;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two hundred accounts of one process share what costs something.
 */
@Timeout(120)
class RedisSharingTests {

	/**
	 * The threads of other tests, some of which end later.
	 */
	private final Set<Thread> before = Thread.getAllStackTraces().keySet();

	private static final Duration TIMEOUT = Samples.TIMEOUT;

	private static final int ACCOUNTS = 200;

	private final RealRedis redis = RealRedis.start();

	private final RedisConnections hub = new RedisConnections(this.redis.connections());

	private final List<RedisSessionStore> stores = new ArrayList<>();

	private final List<List<Change>> changes = new ArrayList<>();

	private final Disposable.Composite subscriptions = Disposables.composite();

	@BeforeEach
	void open() {
		for (int i = 0; i < ACCOUNTS; i++) {
			RedisSessionStore store = new RedisSessionStore(this.hub, "test:", "shop-" + i, Samples.CLOCK,
					ContentCipher.NONE);
			this.stores.add(store);
			this.changes.add(Collections.synchronizedList(new ArrayList<>()));
			this.subscriptions.add(store.changes().subscribe(this.changes.get(i)::add));
		}
		Awaitility.await()
			.atMost(TIMEOUT)
			.until(() -> this.changes.stream().allMatch((seen) -> seen.size() == 2) && listening() == 1);
	}

	@AfterEach
	void close() {
		this.subscriptions.dispose();
		this.hub.close();
		this.redis.close();
	}

	private long listening() {
		return this.redis.template()
			.getRequiredConnectionFactory()
			.getConnection()
			.serverCommands()
			.getClientList()
			.stream()
			.filter((client) -> !"0".equals(client.get("sub")))
			.count();
	}

	private long channels() {
		return Long.parseLong(this.redis.info("stats").getProperty("pubsub_channels", "0"));
	}

	@Test
	void oneConnectionAndAFewThreadsServeAll() {
		Awaitility.await().atMost(TIMEOUT).until(() -> channels() == ACCOUNTS);
		assertThat(listening()).isEqualTo(1);
		assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !this.before.contains(thread))
			.filteredOn((thread) -> thread.getName().contains("westmoon"))
			.hasSizeLessThanOrEqualTo(5);
		RedisConnections elsewhere = new RedisConnections(this.redis.connections());
		RedisSessionStore other = new RedisSessionStore(elsewhere, "test:", "shop-7", Samples.CLOCK,
				ContentCipher.NONE);
		other.save(Samples.session("a")).block(TIMEOUT);
		Awaitility.await().atMost(Duration.ofMillis(900)).until(() -> this.changes.get(7).size() == 3);
		assertThat(this.changes.get(8)).hasSize(2);
		this.subscriptions.dispose();
		Awaitility.await().atMost(TIMEOUT).until(() -> channels() == 0);
		elsewhere.close();
	}

	@Test
	void anOutageIsLoggedOnceForAllAndOneLooksWhileItLasts() {
		try (CapturedLog log = CapturedLog.open(Level.INFO)) {
			this.redis.suspend();
			assertThat(log.saying("Redis did not answer in time")).succeedsWithin(TIMEOUT);
			this.redis.resume();
			assertThat(log.saying("Redis can be reached again")).succeedsWithin(TIMEOUT);
			this.stores.get(3).save(Samples.session("a")).block(TIMEOUT);
			Awaitility.await().atMost(TIMEOUT).until(() -> this.changes.get(3).size() == 3);
			assertThat(log.lines()).filteredOn((line) -> line.logger().startsWith("io.westmoon"))
				.extracting(CapturedLog.Line::level)
				.containsExactly(Level.WARN, Level.INFO);
		}
	}

	/**
	 * An outage of more than two time-outs, so that accounts which each looked for
	 * themselves would have begun to look often enough to be noticed.
	 */
	@Test
	@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
	void oneAccountLooksForAllWhileRedisIsAway() throws Exception {
		try (CapturedLog log = CapturedLog.open(Level.INFO)) {
			long before = this.redis.calls("hmget");
			Properties connections = this.redis.info("stats");
			this.redis.suspend();
			assertThat(log.saying("Redis did not answer in time")).succeedsWithin(TIMEOUT);
			TimeUnit.SECONDS.sleep(12);
			this.redis.resume();
			assertThat(log.saying("Redis can be reached again")).succeedsWithin(TIMEOUT);
			long onceForAll = 2 * ACCOUNTS;
			assertThat(this.redis.calls("hmget") - before).as("Before it was known, and after it")
				.isLessThan(4 * onceForAll);
			assertThat(received(this.redis.info("stats")) - received(connections)).isLessThan(5);
		}
	}

	private static long received(Properties stats) {
		return Long.parseLong(stats.getProperty("total_connections_received"));
	}

}
