package io.westmoon.login.processes;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

import io.westmoon.login.SessionStore;
import io.westmoon.login.store.file.FileSessionStore;
import io.westmoon.login.store.redis.RedisSessionStore;
import io.westmoon.login.testsupport.RealRedis;

/**
 * Opens the store that processes share, as they are told on their command line.
 */
final class SharedStores {

	private SharedStores() {
	}

	/**
	 * Opens a store.
	 * @param place a {@code file:} URL of a directory, or {@code redis:} and a port
	 */
	static SessionStore open(String place) {
		if (place.startsWith("redis:")) {
			int port = Integer.parseInt(place.substring("redis:".length()));
			return new RedisSessionStore(RealRedis.connections(port), RedisSessionStore.DEFAULT_KEY_PREFIX, "default",
					Clock.systemUTC());
		}
		return new FileSessionStore("default", Path.of(URI.create(place)), Clock.systemUTC());
	}

}
