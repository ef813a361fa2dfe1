package io.westmoon.login.autoconfigure;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/**
 * Explains without their values that the keys for encryption are not numbered without a
 * gap, or that headers are no map. Comes before the analyzer of Spring Boot, which shows
 * the values.
 */
class SecretBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> implements Ordered {

	private static final Pattern HEADERS = Pattern.compile("westmoon\\.login\\..*headers.*");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		if (cause.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
			return analyze(unbound);
		}
		ConfigurationProperty property = cause.getProperty();
		if (property == null || !(isSecret(property) || HEADERS.matcher(property.getName().toString()).matches())) {
			return null;
		}
		String name = property.getName().toString();
		return new FailureAnalysis("The configuration property '" + name + "' cannot have a value itself.",
				"Set a property below it, such as '" + name + ".<name>'. The value is not shown here since it may be a"
						+ " secret.",
				cause);
	}

	private static @Nullable FailureAnalysis analyze(UnboundConfigurationPropertiesException unbound) {
		if (unbound.getUnboundProperties().stream().noneMatch(SecretBindFailureAnalyzer::isSecret)) {
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

	private static boolean isSecret(ConfigurationProperty property) {
		return SecretProperties.isSecret(property.getName().toString());
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
