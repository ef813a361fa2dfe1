package io.westmoon.sample.cli;

import org.apache.commons.logging.Log;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class WarningLogTests {

	private static final Exception PROBLEM = new IllegalStateException("the cause");

	private final Log log = new WarningLog("io.westmoon.login.store.file.StoreFile");

	@Test
	void warningsAndErrorsAreOneLineEachOnTheStandardError(CapturedOutput output) {
		this.log.warn("one");
		this.log.warn("two", PROBLEM);
		this.log.error("three");
		this.log.error("four", PROBLEM);
		this.log.fatal("five");
		this.log.fatal("six", PROBLEM);
		assertThat(output.getErr().lines()).containsExactly("one", "two", "three", "four", "five", "six");
		assertThat(output.getOut()).isEmpty();
		assertThat(this.log.isWarnEnabled() && this.log.isErrorEnabled() && this.log.isFatalEnabled()).isTrue();
	}

	@Test
	void whatIsLessThanAWarningIsNotHeard(CapturedOutput output) {
		this.log.info("one");
		this.log.info("two", PROBLEM);
		this.log.debug("three");
		this.log.debug("four", PROBLEM);
		this.log.trace("five");
		this.log.trace("six", PROBLEM);
		assertThat(output.getAll()).isEmpty();
		assertThat(this.log.isInfoEnabled() || this.log.isDebugEnabled() || this.log.isTraceEnabled()).isFalse();
	}

	@Test
	void theCommandLineTellsWhatTheClientDoesInItsOwnWords(CapturedOutput output) {
		Log client = new WarningLog("io.westmoon.login.client.SessionRepository");
		client.warn("one");
		client.error("two", PROBLEM);
		client.fatal("three");
		assertThat(output.getAll()).isEmpty();
		assertThat(client.isWarnEnabled() || client.isErrorEnabled() || client.isFatalEnabled()).isFalse();
	}

}
