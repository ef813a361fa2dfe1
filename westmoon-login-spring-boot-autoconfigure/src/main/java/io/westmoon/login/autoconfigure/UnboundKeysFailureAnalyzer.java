package io.westmoon.login.autoconfigure;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/**
 * Explains that the keys for encryption are not numbered without a gap. Comes before the
 * analyzer of Spring Boot, which shows the values.
 */
class UnboundKeysFailureAnalyzer extends AbstractFailureAnalyzer<BindException> implements Ordered {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		if (!(cause.getCause() instanceof UnboundConfigurationPropertiesException unbound)
				|| unbound.getUnboundProperties().stream().noneMatch(UnboundKeysFailureAnalyzer::isKey)) {
			return null;
		}
		String names = unbound.getUnboundProperties()
			.stream()
			.map((property) -> "'" + property.getName() + "'")
			.sorted()
			.collect(Collectors.joining(", "));
		return new FailureAnalysis("There is a gap before " + names + ": the keys are numbered from 0.",
				"Number the keys 0, 1, 2 and so on. Their values are not shown here.", unbound);
	}

	private static boolean isKey(ConfigurationProperty property) {
		return SecretProperties.isSecret(property.getName().toString());
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
