package io.westmoon.login.autoconfigure;

import io.westmoon.login.platform.InsecureBaseUrlException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that tokens are not sent over plain HTTP.
 */
class InsecureBaseUrlFailureAnalyzer extends AbstractFailureAnalyzer<InsecureBaseUrlException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InsecureBaseUrlException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Use https:// in westmoon.login.base-url. If the way to that host is safe by other means, set"
						+ " westmoon.login.allow-insecure-http=true",
				cause);
	}

}
