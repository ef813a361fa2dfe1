package io.westmoon.login.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains what to do if Spring Boot is too old. Uses what Spring Boot 3 has too.
 */
class UnsupportedSpringBootFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedSpringBootException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedSpringBootException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Upgrade the application to Spring Boot 4, for instance by spring-boot-starter-parent or"
						+ " spring-boot-dependencies 4.1.0 in your build, or remove the starter.",
				cause);
	}

}
