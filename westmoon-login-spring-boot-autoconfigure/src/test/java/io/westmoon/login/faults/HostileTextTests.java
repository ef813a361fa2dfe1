package io.westmoon.login.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.PlatformBusinessException;
import io.westmoon.login.PlatformResponseException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonLoginException;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.actuate.WestmoonLoginHealthIndicator;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.notify.LoggingNotifier;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import io.westmoon.login.store.file.FileSessionStore;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.login.testsupport.CapturedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.health.contributor.Status;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the platform says is foreign text: it may not break out of a log line, a message,
 * a file or a health answer, whatever is in it, and comes to the application word for
 * word.
 */
class HostileTextTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final JsonMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start().autoConfirm(true);

	private final WestmoonPlatform platform = WebClientWestmoonPlatform.builder().baseUrl(this.server.url()).build();

	private final CapturedLog log = CapturedLog.open();

	@TempDir
	private Path directory;

	private FileSessionStore store;

	private WestmoonAuthClient client;

	@BeforeEach
	void open() {
		this.store = new FileSessionStore("default", this.directory, Clock.systemUTC());
		this.client = DefaultWestmoonAuthClient.builder()
			.platform(this.platform)
			.store(this.store)
			.pollInterval(Duration.ofMillis(20))
			.listener(new LoggingNotifier())
			.build();
	}

	@AfterEach
	void close() {
		this.client.close();
		this.log.close();
		this.server.close();
	}

	static Stream<Named<String>> texts() {
		return Stream.of(Named.of("line breaks", "ok\r\n2026-01-01 ERROR forged\u2028line\u2029\u0085\u000b\f"),
				Named.of("terminal escapes", "\u001b[2J\u001b]0;title\u0007\u009b31mred\u001b[0m\b\b"),
				Named.of("bidi overrides", "\u202egnp.exe\u2066\u2067\u2069\u200f\u061c\ufeff\u200b"),
				Named.of("markup", "<script>alert(1)</script>\"'&{{7*7}}${jndi:ldap://x}\\u0000%s%n"),
				Named.of("no text at all", "\u0000\uffff\ud800x\udc00\ue000"),
				Named.of("a megabyte as JSON", "x\n\u0001".repeat(110_000)));
	}

	@ParameterizedTest
	@MethodSource("texts")
	void aRefusalSaysSoOnOneLine(String text) throws IOException {
		this.server.fail(Call.GENERATE, Fault.body(JSON.writeValueAsString(Map.of("code", 40301, "msg", text))), 2);
		assertThatExceptionOfType(PlatformBusinessException.class)
			.isThrownBy(() -> this.platform.requestCode().block(TIMEOUT))
			.satisfies(HostileTextTests::assertOneLine)
			.satisfies((ex) -> assertThat(ex.msg()).isEqualTo(text));
		assertThatExceptionOfType(LoginRequiredException.class).isThrownBy(() -> this.client.session().block(TIMEOUT))
			.satisfies(HostileTextTests::assertOneLine);
		assertThat(this.log.saying("login failed (PLATFORM)")).succeedsWithin(TIMEOUT);
		assertEverythingIsWhole();
	}

	@ParameterizedTest
	@MethodSource("texts")
	void aCodeOrAnAnswerThatMakesNoSenseIsShownOnOneLine(String text) throws IOException {
		String code = JSON.writeValueAsString(Map.of("code", "E" + text, "msg", "busy"));
		String noJson = "<html>" + text;
		for (String answer : List.of(code, noJson)) {
			this.server.fail(Call.GENERATE, Fault.body(answer), 1);
			assertThatExceptionOfType(WestmoonLoginException.class).isThrownBy(() -> this.client.login().block(TIMEOUT))
				.satisfies(HostileTextTests::assertOneLine);
		}
		assertEverythingIsWhole();
	}

	@ParameterizedTest
	@MethodSource("texts")
	void aStatusWordIsSaidOnceAndOnOneLine(String text) throws IOException {
		String answer = JSON.writeValueAsString(Map.of("code", 0, "data", Map.of("status", "x" + text + "x")));
		this.server.fail(Call.POLL, Fault.body(answer), 3);
		this.client.login().block(TIMEOUT);
		assertThat(this.log.lines()).filteredOn((line) -> line.message().contains("which is not known")).hasSize(1);
		assertEverythingIsWhole();
	}

	@ParameterizedTest
	@MethodSource("texts")
	void aUsersFieldsStayWhatTheyAre(String text) throws IOException {
		Map<String, Object> fields = new HashMap<>();
		fields.put("id", "85844");
		fields.put("nickname", text);
		fields.put("x" + text.substring(0, Math.min(text.length(), 1000)), List.of(text.length()));
		answerInfo(fields);
		this.client.login().block(TIMEOUT);
		WestmoonUser user = this.store.load().block(TIMEOUT).user();
		assertThat(user.name()).isEqualTo(text);
		assertThat(user.fields()).isEqualTo(fields);
		assertEverythingIsWhole();
	}

	@ParameterizedTest
	@MethodSource("texts")
	void aUsersIdIsShownOnOneLine(String text) throws IOException {
		answerInfo(Map.of("id", "7" + text));
		this.client.login().block(TIMEOUT);
		assertThat(this.log.saying("logged in as user 7")).succeedsWithin(TIMEOUT);
		assertEverythingIsWhole();
	}

	@ParameterizedTest
	@MethodSource("texts")
	void aTokenThatIsNoneIsNotUsed(String text) throws IOException {
		for (String name : List.of("access_token", "token_type")) {
			Map<String, Object> data = new HashMap<>(Map.of("status", "confirmed", "access_token", "a"));
			data.put(name, "a " + text);
			this.server.fail(Call.POLL, Fault.body(JSON.writeValueAsString(Map.of("code", 0, "data", data))), 1);
			assertThatExceptionOfType(PlatformResponseException.class)
				.isThrownBy(() -> this.platform.poll("any").block(TIMEOUT))
				.satisfies(HostileTextTests::assertOneLine);
		}
		assertEverythingIsWhole();
	}

	private void answerInfo(Map<String, Object> user) {
		this.server.fail(Call.INFO, Fault.body(JSON.writeValueAsString(Map.of("code", 0, "data", user))));
	}

	private void assertEverythingIsWhole() throws IOException {
		assertThat(this.log.lines()).filteredOn((line) -> line.logger().startsWith("io.westmoon"))
			.allSatisfy((line) -> assertThat(line.message()).matches(HostileTextTests::isOneLine));
		try (Stream<Path> files = Files.list(this.directory)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".json")).toList()) {
				assertThat(JSON.readTree(Files.readString(file)).isObject()).as(file.toString()).isTrue();
			}
		}
		WestmoonLoginHealthIndicator indicator = new WestmoonLoginHealthIndicator(this.client, Duration.ofMinutes(1),
				Status.DOWN, Clock.systemUTC());
		String health = JSON.writeValueAsString(indicator.health().block(TIMEOUT).getDetails());
		assertThat(health).hasSizeLessThan(5000);
		assertThat(JSON.readTree(health).values()).isNotEmpty().allMatch((detail) -> isOneLine(detail.asString()));
	}

	private static void assertOneLine(Throwable throwable) {
		assertThat(Leaks.texts(throwable)).allMatch(HostileTextTests::isOneLine);
	}

	private static boolean isOneLine(String text) {
		return text.length() <= 1500 && text.codePoints().noneMatch((c) -> switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				true;
			default -> false;
		});
	}

}
