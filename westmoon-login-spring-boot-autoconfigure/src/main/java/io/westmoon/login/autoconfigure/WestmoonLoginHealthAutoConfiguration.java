package io.westmoon.login.autoconfigure;

import java.time.Clock;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.actuate.WestmoonLoginHealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health indicator {@code westmoonLogin}.
 */
@AutoConfiguration(after = WestmoonLoginAutoConfiguration.class)
@ConditionalOnClass({ ReactiveHealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("westmoonlogin")
@ConditionalOnBean(WestmoonAuthClient.class)
public final class WestmoonLoginHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "westmoonLoginHealthIndicator")
	WestmoonLoginHealthIndicator westmoonLoginHealthIndicator(WestmoonAuthClient client,
			WestmoonLoginProperties properties) {
		WestmoonLoginProperties.Health health = properties.getHealth();
		return new WestmoonLoginHealthIndicator(client, health.getVerifyInterval(), new Status(health.getDownStatus()),
				Clock.systemUTC());
	}

}
