package io.westmoon.login.store.redis;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.AttemptState;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.SessionStoreUnreachableException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonLoginException;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.testsupport.RealRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.core.RedisCallback;

import static io.westmoon.login.store.redis.RedisLoginFixture.TIMEOUT;
import static io.westmoon.login.store.redis.RedisLoginFixture.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A Redis that is away, slow, empty or read-only: whoever has a session goes on, whoever
 * has none is told in time, and everything recovers by itself.
 */
@Timeout(120)
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class RedisOutageTests {

	private static final Duration IN_TIME = Duration.ofSeconds(8);

	private final RealRedis redis = RealRedis.start();

	private final RedisLoginFixture fixture = new RedisLoginFixture();

	@AfterEach
	void stop() {
		this.fixture.close();
		this.redis.close();
	}

	@Test
	void awayAtStart() {
		this.redis.stop();
		RedisConnections hub = this.fixture.connect(RealRedis.connections(this.redis.port()));
		WestmoonAuthClient client = this.fixture.client(hub, "default");
		this.fixture.client(hub, "shop-b");
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> client.session(WAIT).block(IN_TIME));
		assertThat(hub.isReachable()).isFalse();
		this.redis.startAgain();
		this.fixture.awaitBack();
		assertThat(hub.isReachable()).isTrue();
		WestmoonSession session = this.fixture.login(client);
		assertThat(client.session().block(TIMEOUT)).isEqualTo(session);
		assertThat(this.fixture.warnings()).singleElement().asString().contains("Redis cannot be reached");
	}

	@Test
	void awayWhileItIsNotNeeded() {
		RedisConnections hub = this.fixture.connect(this.redis.connections());
		WestmoonAuthClient client = this.fixture.client(hub, "default");
		WestmoonAuthClient other = this.fixture.client(hub, "shop-b");
		WestmoonSession session = this.fixture.login(client);
		this.redis.suspend();
		Awaitility.await().atMost(TIMEOUT).until(() -> !hub.isReachable());
		assertThat(client.session().block(WAIT)).isEqualTo(session);
		assertThatExceptionOfType(WestmoonLoginException.class).isThrownBy(() -> other.session(WAIT).block(IN_TIME));
		this.redis.resume();
		this.fixture.awaitBack();
		Awaitility.await().atMost(TIMEOUT).until(hub::isReachable);
		assertThat(client.session().block(WAIT)).isEqualTo(session);
		assertThat(this.fixture.warnings()).singleElement().asString().contains("Redis did not answer in time");
		assertThat(this.fixture.login(other)).isNotNull();
	}

	/**
	 * The connection breaks, and the Redis that comes back has the data.
	 */
	@Test
	void awayWhileALoginWaits(@TempDir Path directory) {
		try (RealRedis durable = RealRedis.start("appendonly yes", "appendfsync always", "dir " + directory)) {
			WestmoonAuthClient client = this.fixture.client(durable.connections());
			WestmoonAuthClient replica = this.fixture.client(durable.connections());
			CompletableFuture<WestmoonSession> call = this.fixture.waiting(client);
			CompletableFuture<WestmoonSession> other = this.fixture.waiting(replica);
			this.fixture.awaitShown(client, replica);
			durable.stop();
			this.fixture.platform.scanAndConfirm();
			assertThat(this.fixture.log.saying("Redis")).succeedsWithin(TIMEOUT);
			durable.startAgain();
			WestmoonSession session = call.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
			assertThat(other.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join().accessToken())
				.isEqualTo(session.accessToken());
			assertThat(this.fixture.platform.codes()).isEqualTo(1);
		}
	}

	@Test
	void emptiedWhileALoginWaits() {
		WestmoonAuthClient client = this.fixture.client(this.redis.connections());
		CompletableFuture<WestmoonSession> call = this.fixture.waiting(client);
		String code = this.fixture.platform.awaitCode(TIMEOUT);
		this.fixture.awaitShown(client);
		this.redis.flush();
		Awaitility.await().atMost(TIMEOUT).until(() -> !code.equals(this.fixture.platform.currentScanToken()));
		this.fixture.scan();
		WestmoonSession session = call.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
		assertThat(client.session().block(WAIT)).isEqualTo(session);
		assertThat(this.fixture.platform.codes()).as("One more scan").isEqualTo(2);
	}

	@Test
	void slow() {
		RedisConnections hub = this.fixture.connect(this.redis.connections());
		RedisSessionStore store = new RedisSessionStore(hub, "test:", "default", Clock.systemUTC(), ContentCipher.NONE);
		store.save(Samples.session("a")).block(TIMEOUT);
		this.redis.execute("CLIENT", "PAUSE", "7000");
		assertThatExceptionOfType(SessionStoreUnreachableException.class).isThrownBy(() -> store.load().block(IN_TIME))
			.withMessageContaining("test:{default}:session")
			.withMessageContaining("did not answer in time");
		Awaitility.await().atMost(TIMEOUT).ignoreExceptions().until(() -> store.load().block(IN_TIME) != null);
		assertThat(hub.isReachable()).isTrue();
		assertThat(this.fixture.warnings()).hasSize(1);
	}

	@Test
	void readOnly() {
		RedisSessionStore store = new RedisSessionStore(this.fixture.connect(this.redis.connections()), "test:",
				"default", Samples.CLOCK, ContentCipher.NONE);
		store.save(Samples.session("a")).block(TIMEOUT);
		this.redis.execute("CONFIG", "SET", "min-replicas-to-write", "1");
		assertNotWritten(store, "too few replicas");
		this.redis.execute("CONFIG", "SET", "min-replicas-to-write", "0");
		this.redis.execute("REPLICAOF", "127.0.0.1", "1");
		assertNotWritten(store, "is a replica");
		assertThat(store.load().block(TIMEOUT)).isEqualTo(Samples.session("a"));
		this.redis.execute("REPLICAOF", "NO", "ONE");
		assertThat(store.compareAndSet(Samples.first()).block(TIMEOUT)).isTrue();
	}

	private static void assertNotWritten(RedisSessionStore store, String why) {
		assertThatExceptionOfType(SessionStoreException.class)
			.isThrownBy(() -> store.save(Samples.session("b", Samples.NOW.plusSeconds(1))).block(TIMEOUT))
			.isNotInstanceOf(SessionStoreUnreachableException.class)
			.withMessageContaining("Could not write the session")
			.withMessageContaining(why);
		assertThatExceptionOfType(SessionStoreException.class)
			.isThrownBy(() -> store.compareAndSet(Samples.first()).block(TIMEOUT))
			.withMessageContaining(why);
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> store.tryLease().block(TIMEOUT))
			.withMessageContaining(why);
	}

	@Test
	void goesBackToTheTimeBeforeALogout() {
		WestmoonAuthClient client = this.fixture.client(this.redis.connections());
		WestmoonAuthClient other = this.fixture.client(this.redis.connections());
		this.fixture.login(client);
		Awaitility.await().atMost(TIMEOUT).until(() -> other.currentSession() != null);
		Map<String, byte[]> before = new HashMap<>();
		this.redis.template().keys("*").forEach((key) -> before.put(key, this.redis.template().dump(key)));
		client.logout().block(TIMEOUT);
		RedisLoginFixture.awaitNone(other, TIMEOUT);
		Awaitility.await().atMost(TIMEOUT).until(() -> isLoggedOut(other));
		this.redis.flush();
		before.forEach((key, value) -> this.redis.template().execute((RedisCallback<Object>) (connection) -> {
			connection.keyCommands().restore(key.getBytes(), 0, value);
			return null;
		}));
		Awaitility.await()
			.atMost(TIMEOUT)
			.until(() -> !this.redis.template().hasKey("westmoon:login:{default}:session"));
		assertThat(client.currentSession()).isNull();
		assertThat(other.currentSession()).isNull();
		assertThat(isLoggedOut(client) && isLoggedOut(other)).isTrue();
		assertThat(this.fixture.warnings()).singleElement().asString().contains("The store has lost");
	}

	private static boolean isLoggedOut(WestmoonAuthClient client) {
		return client.status().attempt().state() == AttemptState.LOGGED_OUT;
	}

}
