package io.westmoon.login.autoconfigure;

import io.westmoon.login.store.file.SessionStoreUnavailableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that the login cannot be kept where it was to be kept.
 */
class SessionStoreUnavailableFailureAnalyzer extends AbstractFailureAnalyzer<SessionStoreUnavailableException> {

	private static final String ITEM = "\n    - ";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SessionStoreUnavailableException cause) {
		String remedy = cause.remedy();
		return new FailureAnalysis(
				"The Westmoon session cannot be kept in '" + cause.directory() + "': " + cause.reason() + ".",
				"Do one of these:" + ((remedy != null) ? ITEM + remedy : "") + ITEM
						+ "set westmoon.login.store.directory to a directory that the application can write" + ITEM
						+ "in a container, mount a writable volume there" + ITEM
						+ "set westmoon.login.store.type=memory, and scan a code after each start",
				cause);
	}

}
