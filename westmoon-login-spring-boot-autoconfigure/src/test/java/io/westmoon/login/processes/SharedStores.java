package io.westmoon.login.processes;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import io.westmoon.login.SessionStore;
import io.westmoon.login.store.file.FileSessionStore;
import io.westmoon.login.store.jdbc.JdbcLoginTable;
import io.westmoon.login.store.jdbc.JdbcSessionStore;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.store.redis.RedisConnections;
import io.westmoon.login.store.redis.RedisSessionStore;
import io.westmoon.login.testsupport.RealDatabase;
import io.westmoon.login.testsupport.RealRedis;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Opens the stores that processes share, as they are told on their command line. The
 * stores of one process share their connections.
 */
public final class SharedStores implements AutoCloseable {

	private static final String ACCOUNT = "default";

	private static final Clock CLOCK = Clock.systemUTC();

	private final Supplier<SessionStore> stores;

	private final Runnable end;

	private SharedStores(Supplier<SessionStore> stores, Runnable end) {
		this.stores = stores;
		this.end = end;
	}

	/**
	 * Connects to where the stores are.
	 * @param place a {@code file:} URL of a directory, {@code redis:} and a port, or a
	 * {@code jdbc:} URL
	 */
	public static SharedStores at(String place) {
		if (place.startsWith("redis:")) {
			LettuceConnectionFactory connections = RealRedis
				.connections(Integer.parseInt(place.substring("redis:".length())));
			RedisConnections redis = new RedisConnections(connections);
			return new SharedStores(() -> redis(redis), () -> {
				redis.close();
				connections.destroy();
			});
		}
		if (place.startsWith("jdbc:")) {
			HikariDataSource pool = RealDatabase.pool(place);
			JdbcLoginTable table = new JdbcLoginTable(pool, JdbcLoginTable.DEFAULT_NAME);
			return new SharedStores(() -> new JdbcSessionStore(table, ACCOUNT, CLOCK, ContentCipher.NONE), pool::close);
		}
		Path directory = Path.of(URI.create(place));
		return new SharedStores(() -> new FileSessionStore(ACCOUNT, directory, CLOCK), () -> {
		});
	}

	/**
	 * Opens a store.
	 */
	public SessionStore open() {
		return this.stores.get();
	}

	/**
	 * Closes the connections, after the stores.
	 */
	@Override
	public void close() {
		this.end.run();
	}

	static SessionStore redis(RedisConnections redis) {
		return new RedisSessionStore(redis, RedisSessionStore.DEFAULT_KEY_PREFIX, ACCOUNT, CLOCK, ContentCipher.NONE);
	}

}
