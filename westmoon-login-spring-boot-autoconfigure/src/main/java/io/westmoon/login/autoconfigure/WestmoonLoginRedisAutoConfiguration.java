package io.westmoon.login.autoconfigure;

import java.time.Clock;

import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.store.redis.RedisSessionStore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Keeps the login in Redis: over the application's own connection, or over one that
 * serves nothing else.
 */
@AutoConfiguration(after = DataRedisAutoConfiguration.class, before = WestmoonLoginAutoConfiguration.class)
@ConditionalOnClass({ ReactiveRedisConnectionFactory.class, LettuceConnectionFactory.class })
@ConditionalOnBooleanProperty(name = "westmoon.login.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "westmoon.login.store.type", havingValue = "redis")
@EnableConfigurationProperties(WestmoonLoginProperties.class)
public final class WestmoonLoginRedisAutoConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean(SessionStore.class)
	Connection westmoonRedisConnection(WestmoonLoginProperties properties,
			ObjectProvider<ReactiveRedisConnectionFactory> connections) {
		String url = properties.getStore().getRedis().getUrl();
		if (url != null) {
			return Connection.to(url);
		}
		ReactiveRedisConnectionFactory factory = connections.getIfUnique();
		if (factory == null) {
			throw new InvalidConfigurationPropertyValueException("westmoon.login.store.type", "redis",
					"there is no Redis connection to use, or more than one. Set spring.data.redis.*, mark one connection"
							+ " factory as primary, or set westmoon.login.store.redis.url");
		}
		return new Connection(factory, null);
	}

	@Bean
	@ConditionalOnMissingBean(SessionStore.class)
	RedisSessionStore westmoonRedisSessionStore(WestmoonLoginProperties properties, Connection connection) {
		return new RedisSessionStore(connection.factory, properties.getStore().getKeyPrefix(),
				WestmoonAuthClient.DEFAULT_ACCOUNT, Clock.systemUTC());
	}

	/**
	 * A connection that is no bean of Spring Data's own types, so that the application's
	 * Redis stays as it is.
	 *
	 * @param factory makes the connections
	 * @param owned the factory if it serves this library only
	 */
	record Connection(ReactiveRedisConnectionFactory factory, @Nullable LettuceConnectionFactory owned) {

		static Connection to(String url) {
			try {
				RedisConfiguration configuration = LettuceConnectionFactory.createRedisConfiguration(url);
				LettuceClientConfiguration.LettuceClientConfigurationBuilder client = LettuceClientConfiguration
					.builder();
				if (url.startsWith("rediss:")) {
					client.useSsl();
				}
				LettuceConnectionFactory factory = new LettuceConnectionFactory(configuration, client.build());
				factory.afterPropertiesSet();
				factory.start();
				return new Connection(factory, factory);
			}
			catch (IllegalArgumentException ex) {
				// The value may hold a password.
				throw new InvalidConfigurationPropertyValueException("westmoon.login.store.redis.url", "(not shown)",
						"it is no URL such as redis://host:6379/0");
			}
		}

		void close() {
			if (this.owned != null) {
				this.owned.destroy();
			}
		}

		/**
		 * Shows no password.
		 */
		@Override
		public String toString() {
			return "Connection[owned=" + (this.owned != null) + "]";
		}

	}

}
