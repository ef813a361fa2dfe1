package io.westmoon.login.store.redis;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import io.westmoon.login.AttemptState;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.login.testsupport.CapturedLog;
import org.awaitility.Awaitility;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients, each of which might be a process of its own, that share a platform and a
 * Redis.
 */
final class RedisLoginFixture implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofSeconds(30);

	static final Duration WAIT = Duration.ofSeconds(2);

	final WestmoonPlatformServer platform = WestmoonPlatformServer.start();

	final CapturedLog log = CapturedLog.open(Level.INFO);

	private final List<WestmoonAuthClient> clients = new ArrayList<>();

	private final List<RedisConnections> hubs = new ArrayList<>();

	RedisConnections connect(ReactiveRedisConnectionFactory connections) {
		RedisConnections hub = new RedisConnections(connections);
		this.hubs.add(hub);
		return hub;
	}

	WestmoonAuthClient client(ReactiveRedisConnectionFactory connections) {
		return client(connect(connections), "default");
	}

	WestmoonAuthClient client(RedisConnections hub, String account) {
		return client(hub, account, ContentCipher.NONE);
	}

	WestmoonAuthClient client(RedisConnections hub, String account, ContentCipher cipher) {
		WebClientWestmoonPlatform platform = WebClientWestmoonPlatform.builder().baseUrl(this.platform.url()).build();
		platform.prepare();
		WestmoonAuthClient client = DefaultWestmoonAuthClient.builder()
			.account(account)
			.platform(platform)
			.store(new RedisSessionStore(hub, RedisSessionStore.DEFAULT_KEY_PREFIX, account, Clock.systemUTC(), cipher))
			.pollInterval(Duration.ofMillis(100))
			.build();
		this.clients.add(client);
		return client;
	}

	/**
	 * Logs a client in.
	 */
	WestmoonSession login(WestmoonAuthClient client) {
		CompletableFuture<WestmoonSession> session = waiting(client);
		scan();
		return session.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
	}

	/**
	 * Begins a call that waits for a session, and returns when it does.
	 */
	CompletableFuture<WestmoonSession> waiting(WestmoonAuthClient client) {
		CompletableFuture<WestmoonSession> session = client.session().toFuture();
		Awaitility.await().atMost(TIMEOUT).until(() -> client.status().waiting() > 0 || session.isDone());
		assertThat(session).isNotDone();
		return session;
	}

	/**
	 * Waits until the code is in the store, where another client sees it too.
	 */
	void awaitShown(WestmoonAuthClient... clients) {
		for (WestmoonAuthClient client : clients) {
			Awaitility.await()
				.atMost(TIMEOUT)
				.until(() -> client.status().attempt() != null
						&& client.status().attempt().state() == AttemptState.SHOWN);
		}
	}

	void scan() {
		this.platform.awaitCode(TIMEOUT);
		this.platform.scanAndConfirm();
	}

	static void awaitUsable(WestmoonAuthClient client, String token) {
		Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> {
			WestmoonSession session = client.currentSession();
			assertThat(session).isNotNull();
			assertThat(session.accessToken()).isEqualTo(token);
		});
	}

	static void awaitNone(WestmoonAuthClient client, Duration atMost) {
		Awaitility.await()
			.atMost(atMost)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> client.currentSession() == null);
	}

	/**
	 * Waits until it was logged that Redis is back.
	 */
	void awaitBack() {
		assertThat(this.log.saying("Redis can be reached again")).succeedsWithin(TIMEOUT);
	}

	/**
	 * Returns what this library has warned of, but for the owner of the account; the
	 * driver of Redis says more.
	 */
	List<String> warnings() {
		return this.log.lines()
			.stream()
			.filter((line) -> line.level().isGreaterOrEqual(Level.WARN) && line.logger().startsWith("io.westmoon")
					&& !line.message().contains("expected-user-id"))
			.map((line) -> line.level() + " " + line.message())
			.toList();
	}

	@Override
	public void close() {
		this.clients.forEach(WestmoonAuthClient::close);
		this.hubs.forEach(RedisConnections::close);
		this.log.close();
		this.platform.close();
	}

}
