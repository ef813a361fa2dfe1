package io.westmoon.login.micrometer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.micrometer.common.docs.KeyName;
import io.westmoon.login.AccountInstrumentation;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.SessionCheck;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page on monitoring describes the meters that there are, and the values of their
 * tags.
 */
class MonitoringPageTests {

	private static final Path PAGE = Path.of("../docs/monitoring.md");

	private static final Pattern METER = Pattern.compile("^\\| (`[\\w.]+` \\| (?:counter|gauge|timer) \\| [^|]+) \\|",
			Pattern.MULTILINE);

	private static final Pattern VALUES = Pattern.compile("^\\| (`\\w+` \\| `westmoon[\\w.]+` \\| [^|]+) \\|$",
			Pattern.MULTILINE);

	@Test
	void eachMeterHasARow() throws IOException {
		assertThat(rows(METER)).containsExactlyElementsOf(Stream.of(LoginMeterDocumentation.values())
			.map((meter) -> "`%s` | %s | %s".formatted(meter.getName(), meter.getType().name().toLowerCase(Locale.ROOT),
					literals(Arrays.stream(meter.getKeyNames()).map(KeyName::asString))))
			.toList());
	}

	@Test
	void eachValueOfATagIsNamed() throws IOException {
		assertThat(rows(VALUES)).containsExactly(
				row(LoginMeterDocumentation.ATTEMPTS, "outcome", LoginTags.ATTEMPT_OUTCOMES.stream()),
				row(LoginMeterDocumentation.STEP, "step", names(AttemptSteps.Step.values())),
				row(LoginMeterDocumentation.CODES, "result", names(AccountMeters.CodeResult.values())),
				row(LoginMeterDocumentation.CALLS_REFUSED, "cause", names(AccountInstrumentation.Refusal.values())),
				row(LoginMeterDocumentation.CALLS_FAILED, "cause",
						Stream.concat(names(LoginRequiredException.Reason.values()), Stream.of("store"))),
				row(LoginMeterDocumentation.CHECKS, "verdict", names(SessionCheck.Verdict.values())),
				row(LoginMeterDocumentation.STORE_FAILURES, "cause", LoginTags.STORE_CAUSES.stream()),
				row(LoginMeterDocumentation.NOTICES, "outcome", LoginTags.NOTICE_OUTCOMES.stream()));
	}

	@Test
	void eachObservationAndEventIsNamed() throws IOException {
		assertThat(Files.readString(PAGE)).contains("| `" + new DefaultAttemptObservationConvention().getName() + "` |")
			.contains("| `" + new DefaultWaitObservationConvention().getName() + "` |")
			.contains(Stream.of(LoginObservationDocumentation.ATTEMPT.getEvents())
				.map((event) -> "`" + event.getName() + "`")
				.toList())
			.contains("`" + LoginObservationDocumentation.CallEvent.REPLAYED.getName() + "`");
	}

	private static List<String> rows(Pattern pattern) throws IOException {
		return pattern.matcher(Files.readString(PAGE)).results().map((MatchResult row) -> row.group(1)).toList();
	}

	private static String row(LoginMeterDocumentation meter, String tag, Stream<String> values) {
		return "`%s` | `%s` | %s".formatted(tag, meter.getName(), literals(values));
	}

	private static Stream<String> names(Enum<?>[] values) {
		return Stream.of(values).map(LoginTags::value);
	}

	private static String literals(Stream<String> values) {
		return String.join(", ", values.map((value) -> "`" + value + "`").toList());
	}

}
