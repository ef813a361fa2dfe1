package io.westmoon.login.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains why a bean of the starter is missing where the starter is switched off.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class DisabledFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final String ENABLED = "westmoon.login.enabled";

	private final Environment environment;

	DisabledFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		Class<?> type = cause.getBeanType();
		if (type == null || !type.getName().startsWith("io.westmoon.login.")
				|| this.environment.getProperty(ENABLED, Boolean.class, true)) {
			return null;
		}
		return new FailureAnalysis(
				"The application needs a bean of type '" + type.getName() + "', and there is none, since " + ENABLED
						+ " is false.",
				"Remove " + ENABLED + "=false, or inject an ObjectProvider<" + type.getSimpleName()
						+ "> where the starter may be off.",
				cause);
	}

}
