package io.westmoon.login.autoconfigure;

import io.westmoon.login.store.jdbc.UnusableTableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that the table that is to keep the login cannot be used.
 */
class UnusableTableFailureAnalyzer extends AbstractFailureAnalyzer<UnusableTableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusableTableException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", """
				Do one of these:
				    - set westmoon.login.store.jdbc.initialize-schema=always, if the application may create tables
				    - run the script of your database, io/westmoon/login/store/jdbc/schema-*.sql in the jar
				    - set westmoon.login.store.type to another kind of store""", cause);
	}

}
