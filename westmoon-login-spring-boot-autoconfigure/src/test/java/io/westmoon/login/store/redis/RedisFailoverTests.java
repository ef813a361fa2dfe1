package io.westmoon.login.store.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.testsupport.RealRedisSentinel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static io.westmoon.login.store.redis.RedisLoginFixture.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The master dies, and Sentinel lets its replica take over.
 */
@Timeout(120)
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class RedisFailoverTests {

	private RealRedisSentinel redis;

	private RedisLoginFixture fixture;

	@BeforeEach
	void start() {
		this.redis = RealRedisSentinel.start();
		this.fixture = new RedisLoginFixture();
	}

	@AfterEach
	void stop() {
		if (this.redis != null) {
			this.fixture.close();
			this.redis.close();
		}
	}

	@Test
	void aLoginThatWaitsIsCompletedAfterTheFailover() {
		LettuceConnectionFactory connections = RealRedisSentinel.connections(this.redis.place());
		WestmoonAuthClient client = this.fixture.client(this.redis.connections());
		WestmoonAuthClient other = this.fixture.client(connections);
		CompletableFuture<WestmoonSession> call = this.fixture.waiting(client);
		CompletableFuture<WestmoonSession> otherCall = this.fixture.waiting(other);
		this.fixture.awaitShown(client, other);
		this.redis.killMaster();
		this.fixture.platform.scanAndConfirm();
		this.redis.awaitFailover();
		WestmoonSession session = call.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
		assertThat(otherCall.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join().accessToken())
			.isEqualTo(session.accessToken());
		assertThat(this.fixture.platform.codes()).isEqualTo(1);
		client.logout().block(TIMEOUT);
		RedisLoginFixture.awaitNone(other, TIMEOUT);
		connections.destroy();
	}

}
