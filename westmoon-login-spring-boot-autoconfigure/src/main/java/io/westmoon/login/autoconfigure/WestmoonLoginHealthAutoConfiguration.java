package io.westmoon.login.autoconfigure;

import java.time.Clock;

import io.westmoon.login.WestmoonAuthClients;
import io.westmoon.login.actuate.WestmoonLoginHealthContributor;
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
 * Auto-configuration of the health contributor {@code westmoonLogin}, which has a
 * component for each account.
 */
@AutoConfiguration(after = WestmoonLoginAutoConfiguration.class)
@ConditionalOnClass({ ReactiveHealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("westmoonlogin")
@ConditionalOnBean(WestmoonAuthClients.class)
public final class WestmoonLoginHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "westmoonLoginHealthContributor")
	WestmoonLoginHealthContributor westmoonLoginHealthContributor(WestmoonAuthClients clients,
			WestmoonLoginProperties properties) {
		WestmoonLoginProperties.Health health = properties.getHealth();
		Status downStatus = new Status(health.getDownStatus());
		return new WestmoonLoginHealthContributor(clients, (client) -> new WestmoonLoginHealthIndicator(client,
				health.getVerifyInterval(), downStatus, Clock.systemUTC()));
	}

}
