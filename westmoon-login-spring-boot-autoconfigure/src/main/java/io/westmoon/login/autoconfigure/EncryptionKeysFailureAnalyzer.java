package io.westmoon.login.autoconfigure;

import io.westmoon.login.store.json.EncryptionKeysException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains what is wrong with the keys for encryption without showing them.
 */
class EncryptionKeysFailureAnalyzer extends AbstractFailureAnalyzer<EncryptionKeysException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, EncryptionKeysException cause) {
		return new FailureAnalysis(
				"The configuration property '" + cause.property() + "' cannot be used: " + cause.reason(),
				cause.remedy(), cause);
	}

}
