package io.westmoon.login.store.redis;

import io.westmoon.login.SessionStore;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.SessionStoreContractTests;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.testsupport.RealRedisSentinel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Against a master that Sentinel names.
 */
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class RedisSentinelTests extends SessionStoreContractTests {

	private static RealRedisSentinel redis;

	private static RedisConnections connections;

	private final RedisSessionStore store = new RedisSessionStore(connections, "test:", "default", Samples.CLOCK,
			ContentCipher.NONE);

	@BeforeAll
	static void start() {
		redis = RealRedisSentinel.start();
		connections = new RedisConnections(redis.connections());
	}

	@AfterAll
	static void stop() {
		if (redis != null) {
			connections.close();
			redis.close();
		}
	}

	@AfterEach
	void forget() {
		redis.flush();
	}

	@Override
	protected SessionStore store() {
		return this.store;
	}

}
