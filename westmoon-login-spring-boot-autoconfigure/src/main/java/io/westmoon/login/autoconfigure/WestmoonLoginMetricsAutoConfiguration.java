package io.westmoon.login.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.westmoon.login.WestmoonAuthClients;
import io.westmoon.login.micrometer.AttemptObservationConvention;
import io.westmoon.login.micrometer.MicrometerLoginInstrumentation;
import io.westmoon.login.micrometer.WaitObservationConvention;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters and observations of logins. Where there is no
 * {@link ObservationRegistry}, there are meters only.
 */
@AutoConfiguration(after = { WestmoonLoginAutoConfiguration.class, MetricsAutoConfiguration.class,
		CompositeMeterRegistryAutoConfiguration.class, ObservationAutoConfiguration.class })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(WestmoonAuthClients.class)
@ConditionalOnSingleCandidate(MeterRegistry.class)
public final class WestmoonLoginMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MicrometerLoginInstrumentation westmoonLoginInstrumentation(MeterRegistry meters,
			ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<AttemptObservationConvention> attemptConvention,
			ObjectProvider<WaitObservationConvention> waitConvention) {
		return new MicrometerLoginInstrumentation(meters, observations.getIfUnique(() -> ObservationRegistry.NOOP),
				attemptConvention.getIfAvailable(), waitConvention.getIfAvailable());
	}

	/**
	 * Comes before the listener that closes the clients.
	 */
	@Bean
	KeepMeters westmoonLoginKeepMeters(MicrometerLoginInstrumentation instrumentation, ApplicationContext context) {
		return new KeepMeters(instrumentation, context);
	}

}
