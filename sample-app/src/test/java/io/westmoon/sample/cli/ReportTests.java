package io.westmoon.sample.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Report}.
 */
class ReportTests {

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	private final Report report = report(false);

	@Test
	void timesAreWrittenAsInTheFilesOfTheExistingTool() {
		assertThat(Report.epochSeconds(Instant.ofEpochSecond(1776244244))).hasToString("1776244244.0");
		assertThat(Report.epochSeconds(Instant.ofEpochMilli(1776244244250L))).hasToString("1776244244.25");
		assertThat(Report.epochSeconds(Instant.ofEpochSecond(1776244244, 123_456_789)))
			.hasToString("1776244244.123456");
		assertThat(Report.epochSeconds(Instant.EPOCH)).hasToString("0.0");
		assertThat(Report.epochSeconds(null)).isNull();
	}

	@Test
	void aNameCannotControlTheTerminal() {
		WestmoonUser user = WestmoonUser.of(Map.of("id", 1, "name", "小\u001b[2J明\u202e\n"));
		assertThat(this.report.name(user)).isEqualTo("小[2J明");
	}

	@Test
	void nothingThatIsPrintedControlsTheTerminal() {
		String hostile = "a\u009b2Jb\u202ec\u2066d\u001b[1me\u0085f\rg\nh";
		Terminal terminal = this.report.terminal();
		terminal.print(hostile);
		terminal.say(hostile);
		assertThat(this.out).hasToString("a2Jbcd[1mefg\nh" + System.lineSeparator());
		assertThat(this.err).hasToString("a2Jbcd[1mefg\nh" + System.lineSeparator());
	}

	@Test
	void jsonEscapesWhatWouldControlTheTerminal() {
		this.report.terminal().printJson(Map.of("name", "\u009b2J\u202e\u2069明\udb40\udc01"));
		assertThat(this.out.toString()).contains("\\u009b2J\\u202e\\u2069明\\udb40\\udc01");
	}

	@Test
	void aUserWithoutANameIsNamedByTheId() {
		assertThat(this.report.name(WestmoonUser.of(Map.of("uid", 85844)))).isEqualTo("85844");
	}

	@Test
	void aLoginNeverPrintsATokenInEitherForm() {
		WestmoonSession session = new WestmoonSession("secret-access", "secret-refresh", "Bearer", Duration.ofDays(7),
				Instant.now(), Instant.now(), null);
		assertThat(this.report.loggedIn(session)).isZero();
		assertThat(report(true).loggedIn(session)).isZero();
		assertThat(this.out.toString() + this.err).doesNotContain("secret");
	}

	@Test
	void aFailureIsToldToPeopleAndPrograms() {
		Report json = report(true);
		assertThat(json.failed(new LoginProblem("REJECTED", "no"))).isEqualTo(1);
		assertThat(this.err).hasToString("no" + System.lineSeparator());
		assertThat(this.out.toString()).contains("\"reason\":\"REJECTED\"");
	}

	private Report report(boolean json) {
		Messages messages = new Messages(Locale.ENGLISH);
		return new Report(
				new Terminal(new BufferedReader(new StringReader("")), new PrintWriter(this.out),
						new PrintWriter(this.err), false, false),
				messages, new Problems(messages, new Commands(List.of()), "https://example.com", "/home", null), json);
	}

}
