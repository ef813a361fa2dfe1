package io.westmoon.login.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Keeps the login in Redis: over the application's own connection, or over one that
 * serves nothing else.
 */
@AutoConfiguration(after = DataRedisAutoConfiguration.class, before = WestmoonLoginAutoConfiguration.class)
@ConditionalOnClass({ ReactiveRedisConnectionFactory.class, LettuceConnectionFactory.class })
@ConditionalOnBooleanProperty(name = "westmoon.login.enabled", matchIfMissing = true)
public final class WestmoonLoginRedisAutoConfiguration {

	@Bean
	RedisStores westmoonRedisStores(ObjectProvider<ReactiveRedisConnectionFactory> connections) {
		return new RedisStores(connections);
	}

}
