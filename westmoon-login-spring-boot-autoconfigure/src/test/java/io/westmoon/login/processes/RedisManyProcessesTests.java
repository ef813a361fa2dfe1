package io.westmoon.login.processes;

import java.time.Clock;

import io.westmoon.login.SessionStore;
import io.westmoon.login.store.redis.RedisSessionStore;
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

	@BeforeAll
	static void startRedis() {
		redis = RealRedis.start();
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	@Override
	SessionStore open() {
		redis.flush();
		return new RedisSessionStore(redis.connections(), RedisSessionStore.DEFAULT_KEY_PREFIX, "default",
				Clock.systemUTC());
	}

	@Override
	String place() {
		return "redis:" + redis.port();
	}

}
