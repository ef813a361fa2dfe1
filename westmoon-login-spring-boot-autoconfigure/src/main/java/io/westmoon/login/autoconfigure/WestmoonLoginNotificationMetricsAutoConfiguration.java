package io.westmoon.login.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Counts notices in the application's meter registry.
 */
@AutoConfiguration
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "westmoon.login.enabled", matchIfMissing = true)
public final class WestmoonLoginNotificationMetricsAutoConfiguration {

	private static final String METER = "westmoon.login.notices";

	@Bean
	NotificationCounter westmoonLoginNotificationCounter(ObjectProvider<MeterRegistry> registries) {
		return (channel, sent) -> registries
			.ifUnique((registry) -> registry.counter(METER, "channel", channel, "outcome", sent ? "sent" : "failed")
				.increment());
	}

}
