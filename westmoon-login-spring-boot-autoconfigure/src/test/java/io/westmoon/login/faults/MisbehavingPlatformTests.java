package io.westmoon.login.faults;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.autoconfigure.WestmoonLoginAutoConfiguration;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.store.InMemorySessionStore;
import io.westmoon.login.store.file.FileSessionStore;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.login.testsupport.CapturedLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A platform that misbehaves: every trouble in every step, through the client as an
 * application has it, over real connections. In no cell does a token or a scan token
 * appear in a log line or an exception or reach another host, and when the platform works
 * again, there is a stored session in all of them.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "westmoon.login.timeout=1500ms")
@Timeout(180)
class MisbehavingPlatformTests {

	private static final String TABLE = """
			trouble                  | GENERATE  | POLL         | CONFIRMATION | INFO         | INFO_OF_EXPECTED | BUSINESS
			CONNECTION_REFUSED       | COOL_DOWN | POLLED_AGAIN | POLLED_AGAIN | USER_LATER   | KEPT             | TO_THE_CALLER
			UNKNOWN_HOST             | COOL_DOWN | POLLED_AGAIN | POLLED_AGAIN | USER_LATER   | KEPT             | TO_THE_CALLER
			PLAIN_TEXT_TO_TLS        | COOL_DOWN | POLLED_AGAIN | POLLED_AGAIN | USER_LATER   | KEPT             | TO_THE_CALLER
			WRONG_CERTIFICATE        | COOL_DOWN | POLLED_AGAIN | POLLED_AGAIN | USER_LATER   | KEPT             | TO_THE_CALLER
			TIME_OUT                 | COOL_DOWN | POLLED_AGAIN | POLLED_AGAIN | USER_LATER   | KEPT             | TO_THE_CALLER
			RESET                    | COOL_DOWN | POLLED_AGAIN | POLLED_AGAIN | USER_LATER   | KEPT             | TO_THE_CALLER
			RESET_WHILE_READING      | COOL_DOWN | POLLED_AGAIN | NEXT_CODE    | USER_LATER   | KEPT             | TO_THE_CALLER
			STATUS_401               | COOL_DOWN | POLLED_AGAIN | POLLED_AGAIN | NOT_ACCEPTED | NOT_ACCEPTED     | TO_THE_CALLER
			STATUS_429               | COOL_DOWN | POLLED_AGAIN | POLLED_AGAIN | USER_LATER   | KEPT             | TO_THE_CALLER
			STATUS_429_RETRY_AFTER   | COOL_DOWN | POLLED_AGAIN | POLLED_AGAIN | USER_LATER   | KEPT             | TO_THE_CALLER
			STATUS_500               | COOL_DOWN | POLLED_AGAIN | POLLED_AGAIN | USER_LATER   | KEPT             | TO_THE_CALLER
			REDIRECT_TO_ANOTHER_HOST | COOL_DOWN | POLLED_AGAIN | POLLED_AGAIN | USER_LATER   | KEPT             | TO_THE_CALLER
			HTML_502                 | COOL_DOWN | POLLED_AGAIN | POLLED_AGAIN | USER_LATER   | KEPT             | TO_THE_CALLER
			HTML_200                 | COOL_DOWN | POLLED_AGAIN | POLLED_AGAIN | USER_LATER   | KEPT             | TO_THE_CALLER
			EMPTY_BODY               | COOL_DOWN | POLLED_AGAIN | POLLED_AGAIN | USER_LATER   | KEPT             | TO_THE_CALLER
			TRUNCATED_JSON           | COOL_DOWN | POLLED_AGAIN | NEXT_CODE    | USER_LATER   | KEPT             | TO_THE_CALLER
			ARRAY_FOR_OBJECT         | COOL_DOWN | POLLED_AGAIN | NEXT_CODE    | USER_LATER   | KEPT             | TO_THE_CALLER
			DATA_NULL                | COOL_DOWN | POLLED_AGAIN | NEXT_CODE    | NAMELESS     | KEPT             | TO_THE_CALLER
			STRINGS_FOR_NUMBERS      | UNHARMED  | UNHARMED     | UNHARMED     | UNHARMED     | UNHARMED         | TO_THE_CALLER
			NUMBERS_FOR_STRINGS      | COOL_DOWN | UNHARMED     | NEXT_CODE    | UNHARMED     | UNHARMED         | TO_THE_CALLER
			CODE_NOT_0               | COOL_DOWN | POLLED_AGAIN | NEXT_CODE    | USER_LATER   | KEPT             | TO_THE_CALLER
			TEN_MEBIBYTES            | COOL_DOWN | POLLED_AGAIN | NEXT_CODE    | USER_LATER   | KEPT             | TO_THE_CALLER
			WRONG_CHARSET            | COOL_DOWN | POLLED_AGAIN | NEXT_CODE    | USER_LATER   | KEPT             | TO_THE_CALLER
			UTF_16_UNSAID            | COOL_DOWN | POLLED_AGAIN | NEXT_CODE    | USER_LATER   | KEPT             | TO_THE_CALLER
			DUPLICATE_KEYS           | COOL_DOWN | POLLED_AGAIN | NEXT_CODE    | USER_LATER   | KEPT             | TO_THE_CALLER
			NESTED_10000_DEEP        | COOL_DOWN | POLLED_AGAIN | NEXT_CODE    | USER_LATER   | KEPT             | TO_THE_CALLER
			""";

	private static Stage stage;

	@TempDir
	private static Path keys;

	@TempDir
	private Path directory;

	@Autowired
	private WestmoonPlatform platform;

	@Autowired
	private WebClient.Builder builder;

	/**
	 * The first login of a JVM may take longer than any of the time-outs here.
	 */
	@BeforeAll
	static void setTheStage(@Autowired WestmoonPlatformServer server, @Autowired Detour detour,
			@Autowired WestmoonPlatform platform) throws Exception {
		stage = new Stage(server, detour, keys);
		server.autoConfirm(true);
		WestmoonAuthClient first = DefaultWestmoonAuthClient.builder()
			.platform(platform)
			.store(new InMemorySessionStore())
			.build();
		first.login().retry(10).block(Duration.ofSeconds(90));
		first.close();
	}

	@AfterAll
	static void clearTheStage() throws Exception {
		stage.close();
	}

	static Stream<Arguments> cells() {
		List<String[]> rows = TABLE.lines().map((line) -> line.trim().split(" *\\| *")).toList();
		return rows.stream()
			.skip(1)
			.flatMap((row) -> IntStream.range(1, row.length)
				.filter((column) -> !row[column].equals("-"))
				.filter((column) -> isTested(Trouble.valueOf(row[0]), Step.valueOf(rows.get(0)[column])))
				.mapToObj((column) -> Arguments.of(Trouble.valueOf(row[0]), Step.valueOf(rows.get(0)[column]),
						Outcome.valueOf(row[column]))));
	}

	/**
	 * Every third cell, or all of them if the system property {@code westmoon.every-cell}
	 * is {@code true}.
	 */
	private static boolean isTested(Trouble trouble, Step step) {
		return Boolean.getBoolean("westmoon.every-cell") || (trouble.ordinal() + step.ordinal()) % 3 == 0;
	}

	@ParameterizedTest(name = "{0}, {1}: {2}")
	@MethodSource("cells")
	void everyTroubleEndsAsTheTableSays(Trouble trouble, Step step, Outcome outcome) {
		stage.reset();
		try (CapturedLog log = CapturedLog.open();
				Cell cell = new Cell(stage, trouble, step, log, this.platform,
						new FileSessionStore("default", this.directory, Clock.systemUTC()), this.builder)) {
			assertThat(cell.outcome()).isEqualTo(outcome);
			cell.recover();
			assertThat(cell.traces()).filteredOn(Leaks::isIn).isEmpty();
			assertThat(stage.strangeHost().received()).isEmpty();
			if (step != Step.BUSINESS) {
				assertThat(stage.otherHost().received()).isEmpty();
			}
		}
	}

	@Test
	void theTableHasARowForEveryTrouble() {
		assertThat(cells().map((cell) -> cell.get()[0]).distinct()).isEqualTo(Arrays.asList(Trouble.values()));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
			WebClientAutoConfiguration.class, WestmoonLoginAutoConfiguration.class })
	static class Application {

		@Bean
		Detour detour() {
			return new Detour();
		}

	}

}
