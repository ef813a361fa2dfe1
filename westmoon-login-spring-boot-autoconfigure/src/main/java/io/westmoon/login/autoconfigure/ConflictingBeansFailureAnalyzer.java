package io.westmoon.login.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that two beans are clients of the same account.
 */
class ConflictingBeansFailureAnalyzer extends AbstractFailureAnalyzer<ConflictingBeansException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ConflictingBeansException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
