package io.westmoon.login.processes;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

import io.westmoon.login.SessionStore;
import io.westmoon.login.store.file.FileSessionStore;
import io.westmoon.login.store.jdbc.JdbcLoginTable;
import io.westmoon.login.store.jdbc.JdbcSessionStore;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.store.redis.RedisConnections;
import io.westmoon.login.store.redis.RedisSessionStore;
import io.westmoon.login.testsupport.RealRedis;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Opens the store that processes share, as they are told on their command line.
 */
final class SharedStores {

	private SharedStores() {
	}

	/**
	 * Opens a store.
	 * @param place a {@code file:} URL of a directory, {@code redis:} and a port, or a
	 * {@code jdbc:} URL
	 */
	static SessionStore open(String place) {
		if (place.startsWith("redis:")) {
			int port = Integer.parseInt(place.substring("redis:".length()));
			return redis(new RedisConnections(RealRedis.connections(port)));
		}
		if (place.startsWith("jdbc:")) {
			return new JdbcSessionStore(new DriverManagerDataSource(place), JdbcLoginTable.DEFAULT_NAME, "default",
					Clock.systemUTC(), ContentCipher.NONE);
		}
		return new FileSessionStore("default", Path.of(URI.create(place)), Clock.systemUTC());
	}

	static SessionStore redis(RedisConnections redis) {
		return new RedisSessionStore(redis, RedisSessionStore.DEFAULT_KEY_PREFIX, "default", Clock.systemUTC(),
				ContentCipher.NONE);
	}

}
