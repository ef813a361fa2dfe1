package io.westmoon.login.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.SessionStore.Lease;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.testsupport.RealRedisCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import static io.westmoon.login.store.redis.RedisLoginFixture.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The master of an account in a Redis Cluster dies, and its replica takes over. The
 * accounts of the tests have masters of their own.
 */
@Timeout(120)
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class RedisClusterFailoverTests {

	private static final int CALLS = 20;

	private static RealRedisCluster cluster;

	@BeforeAll
	static void start() {
		cluster = RealRedisCluster.startWithReplicas();
	}

	@AfterAll
	static void stop() {
		if (cluster != null) {
			cluster.close();
		}
	}

	private static <T> T get(Mono<T> mono) {
		return mono.retryWhen(Retry.fixedDelay(100, Duration.ofMillis(200))).block(TIMEOUT);
	}

	@Test
	void theStoreKeepsWhatItHadAndGoesOn() {
		try (RedisConnections connections = new RedisConnections(cluster.connections())) {
			RedisSessionStore store = new RedisSessionStore(connections, "test:", "shop", Samples.CLOCK,
					ContentCipher.NONE);
			LoginAttempt first = Samples.first();
			get(store.save(Samples.session("a")));
			get(store.compareAndSet(first));
			Lease lease = get(store.tryLease());
			cluster.failOver("test:{shop}:session");
			assertThat(get(store.load())).isEqualTo(Samples.session("a"));
			assertThat(get(store.attempt())).isEqualTo(first);
			assertThat(get(lease.renew())).isTrue();
			assertThat(get(store.tryLease())).isNull();
			assertThat(get(store.compareAndSet(first.shown(Samples.code("scan"))))).isTrue();
			assertThat(get(store.compareAndSet(first.shown(Samples.code("late"))))).isFalse();
			assertThat(get(store.remove(Samples.session("a")))).isTrue();
			assertThat(get(store.load())).isNull();
		}
	}

	@Test
	void callsThatWaitGoOnWithOneCodeAndALogoutStaysOne() {
		LettuceConnectionFactory others = RealRedisCluster.connections(cluster.place());
		try (RedisLoginFixture fixture = new RedisLoginFixture()) {
			WestmoonAuthClient client = fixture.client(cluster.connections());
			WestmoonAuthClient other = fixture.client(others);
			List<CompletableFuture<WestmoonSession>> calls = IntStream.range(0, CALLS)
				.mapToObj((i) -> fixture.waiting((i % 2 == 0) ? client : other))
				.toList();
			fixture.awaitShown(client, other);
			cluster.failOver("westmoon:login:{default}:session");
			fixture.platform.scanAndConfirm();
			assertThat(calls).extracting((call) -> call.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join())
				.extracting(WestmoonSession::accessToken)
				.containsOnly(client.currentSession().accessToken());
			assertThat(fixture.platform.codes()).isEqualTo(1);
			client.logout().block(TIMEOUT);
			RedisLoginFixture.awaitNone(other, TIMEOUT);
		}
		finally {
			others.destroy();
		}
	}

}
