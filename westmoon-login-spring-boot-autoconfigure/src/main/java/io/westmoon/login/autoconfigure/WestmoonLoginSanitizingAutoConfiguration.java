package io.westmoon.login.autoconfigure;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Keeps keys for encryption and the URL of a Redis out of Actuator's {@code env} and
 * {@code configprops}, also where {@code management.endpoint.*.show-values} lets them
 * show values.
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class WestmoonLoginSanitizingAutoConfiguration {

	@Bean
	static SanitizingFunction westmoonLoginSanitizingFunction() {
		return (data) -> SecretProperties.isSecret(data.getKey()) ? data.withSanitizedValue() : data;
	}

}
