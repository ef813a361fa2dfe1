package io.westmoon.login.processes;

import io.westmoon.login.SessionStore;
import io.westmoon.login.store.redis.RedisConnections;
import io.westmoon.login.testsupport.RealRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Takes a minute, most of which it waits for leases to run out.
 */
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class RedisManyProcessesTests extends AbstractManyProcessesTests {

	private static RealRedis redis;

	private static RedisConnections connections;

	@BeforeAll
	static void startRedis() {
		redis = RealRedis.start();
		connections = new RedisConnections(redis.connections());
	}

	@AfterAll
	static void stopRedis() {
		connections.close();
		redis.close();
	}

	@Override
	SessionStore open() {
		redis.flush();
		return SharedStores.redis(connections);
	}

	@Override
	String place() {
		return "redis:" + redis.port();
	}

}
