package io.westmoon.login.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.westmoon.login.SessionStore;
import io.westmoon.login.autoconfigure.WestmoonAccountProperties.Store;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.store.redis.RedisConnections;
import io.westmoon.login.store.redis.RedisSessionStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Opens stores in the application's Redis, or in another one that a URL names. Its
 * connections are no beans, so that the application's Redis stays as it is. Accounts in
 * one Redis share a connection.
 */
final class RedisStores implements StoreProvider, AutoCloseable {

	private static final Log logger = LogFactory.getLog(RedisStores.class);

	private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

	private final ObjectProvider<ReactiveRedisConnectionFactory> connections;

	private final Map<String, LettuceConnectionFactory> own = new HashMap<>();

	private final Map<ReactiveRedisConnectionFactory, RedisConnections> shared = new HashMap<>();

	RedisStores(ObjectProvider<ReactiveRedisConnectionFactory> connections) {
		this.connections = connections;
	}

	@Override
	public Store.Type type() {
		return Store.Type.REDIS;
	}

	@Override
	public SessionStore open(String account, Store settings, String prefix, ContentCipher cipher) {
		return new RedisSessionStore(connections(settings.getRedis().getUrl(), prefix), settings.getKeyPrefix(),
				account, Clock.systemUTC(), cipher);
	}

	private synchronized RedisConnections connections(@Nullable String url, String prefix) {
		return this.shared.computeIfAbsent(factory(url, prefix), RedisConnections::new);
	}

	private ReactiveRedisConnectionFactory factory(@Nullable String url, String prefix) {
		if (url != null) {
			return this.own.computeIfAbsent(url, (missing) -> connect(missing, prefix));
		}
		ReactiveRedisConnectionFactory factory = this.connections.getIfUnique();
		if (factory == null) {
			throw new InvalidConfigurationPropertyValueException(prefix + ".store.type", "redis",
					"there is no Redis connection to use, or more than one. Set spring.data.redis.*, mark one connection"
							+ " factory as primary, or set " + prefix + ".store.redis.url");
		}
		return factory;
	}

	private static LettuceConnectionFactory connect(String url, String prefix) {
		try {
			RedisConfiguration configuration = LettuceConnectionFactory.createRedisConfiguration(url);
			LettuceClientConfiguration.LettuceClientConfigurationBuilder client = LettuceClientConfiguration.builder();
			if (url.startsWith("rediss:")) {
				client.useSsl();
			}
			LettuceConnectionFactory factory = new LettuceConnectionFactory(configuration, client.build());
			factory.afterPropertiesSet();
			factory.start();
			return factory;
		}
		catch (IllegalArgumentException ex) {
			throw new SecretPropertyException(prefix + ".store.redis.url",
					"It must be a URL such as redis://host:6379/0.");
		}
	}

	@Override
	public synchronized void close() {
		List<DisposableBean> all = new ArrayList<>();
		this.shared.forEach((factory, connections) -> all.add(closing(factory, connections)));
		destroy(all, CLOSE_LIMIT);
		this.shared.clear();
		this.own.clear();
	}

	private DisposableBean closing(ReactiveRedisConnectionFactory factory, RedisConnections connections) {
		boolean ours = this.own.containsValue(factory);
		return () -> {
			connections.close();
			if (ours && factory instanceof DisposableBean disposable) {
				disposable.destroy();
			}
		};
	}

	/**
	 * Closes connections, each on a thread of its own, since a client has been seen that
	 * never came back from it.
	 */
	static void destroy(Collection<? extends DisposableBean> connections, Duration limit) {
		CompletableFuture<?>[] closings = connections.stream()
			.map(RedisStores::destroy)
			.toArray(CompletableFuture[]::new);
		try {
			CompletableFuture.allOf(closings).get(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (TimeoutException ex) {
			logger.warn("A connection to Redis did not close within " + limit.toSeconds()
					+ " s; the application goes on without it");
		}
		catch (ExecutionException ex) {
			logger.warn("A connection to Redis could not be closed: " + ex.getCause());
		}
	}

	private static CompletableFuture<?> destroy(DisposableBean connection) {
		CompletableFuture<Void> closing = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				connection.destroy();
				closing.complete(null);
			}
			catch (Throwable ex) {
				closing.completeExceptionally(ex);
			}
		}, "westmoon-redis-close");
		thread.setDaemon(true);
		thread.start();
		return closing;
	}

}
