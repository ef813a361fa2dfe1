package io.westmoon.login.platform;

import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.PlatformBusinessException;
import io.westmoon.login.PlatformResponseException;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.PlatformUnreachableException;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
import io.westmoon.login.test.WestmoonPlatformServer;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FailureTests {

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	private final WebClientWestmoonPlatform platform = Platforms.at(this.server);

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 400, 401, 403, 404, 429, 500, 503 })
	void aStatusThatIsNoSuccessIsAStatusFailure(int status) {
		this.server.fail(Call.GENERATE, Fault.status(status));
		assertThatExceptionOfType(PlatformStatusException.class).isThrownBy(() -> Platforms.get(requestCode()))
			.satisfies((ex) -> {
				assertThat(ex.status()).isEqualTo(status);
				assertThat(ex.retryAfter()).isNull();
			});
	}

	@ParameterizedTest
	@CsvSource({ "7, 7", "0, 0", "999999999, 86400", "soon, ", "-1, ", "99999999999999, " })
	void tellsHowLongThePlatformAsksToWait(String header, Long seconds) {
		this.server.fail(Call.POLL, Fault.status(429, Map.of("Retry-After", header)));
		assertThatExceptionOfType(PlatformStatusException.class)
			.isThrownBy(() -> Platforms.get(this.platform.poll("hunter2")))
			.satisfies((ex) -> assertThat(ex.retryAfter())
				.isEqualTo((seconds != null) ? Duration.ofSeconds(seconds) : null));
	}

	@ParameterizedTest
	@CsvSource({ "90, 90", "-90, 0", "9999999, 86400" })
	void readsADateAsTheTimeToWait(long fromNow, long seconds) {
		String date = DateTimeFormatter.RFC_1123_DATE_TIME
			.format(Platforms.NOW.plusSeconds(fromNow).atZone(Platforms.CLOCK.getZone()));
		this.server.fail(Call.POLL, Fault.status(503, Map.of("Retry-After", date)));
		assertThatExceptionOfType(PlatformStatusException.class)
			.isThrownBy(() -> Platforms.get(this.platform.poll("hunter2")))
			.satisfies((ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofSeconds(seconds)));
	}

	@Test
	void aConnectionThatBreaksIsUnreachable() {
		this.server.down();
		assertUnreachable(this.platform.poll("hunter2"));
		this.server.recover();
		assertThat(Platforms.get(this.platform.poll("hunter2")).word()).isEqualTo("expired");
	}

	@Test
	void nobodyListeningIsUnreachable() {
		this.server.close();
		assertUnreachable(this.platform.poll("hunter2"));
	}

	@Test
	void anUnknownHostIsUnreachable() {
		assertUnreachable(WebClientWestmoonPlatform.builder()
			.baseUrl("https://westmoon.invalid")
			.timeout(Duration.ofSeconds(5))
			.build()
			.poll("hunter2"));
	}

	@Test
	void aCallThatIsNeverAnsweredTimesOut() {
		this.server.fail(Call.POLL, Fault.stall());
		assertUnreachable(impatient().poll("hunter2"));
	}

	@Test
	void theTimeOutCoversTheBody() throws Exception {
		try (MockWebServer slow = new MockWebServer()) {
			slow.enqueue(new MockResponse.Builder().body("{\"code\":0,\"data\":{\"status\":\"waiting\"}}")
				.bodyDelay(3, TimeUnit.SECONDS)
				.build());
			slow.start();
			assertUnreachable(WebClientWestmoonPlatform.builder()
				.baseUrl(slow.url("/").toString())
				.timeout(Duration.ofMillis(300))
				.build()
				.poll("hunter2"));
		}
	}

	/**
	 * A first call elsewhere takes what time the first call of a JVM takes.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "PT20S", "PT1S" })
	void aStatusCountsAlthoughItsBodyNeverEnds(Duration timeout) throws Exception {
		Platforms.get(this.platform.poll("hunter2"));
		try (MockWebServer slow = new MockWebServer()) {
			slow.enqueue(new MockResponse.Builder().code(401).body("gone").bodyDelay(60, TimeUnit.SECONDS).build());
			slow.start();
			WebClientWestmoonPlatform platform = WebClientWestmoonPlatform.builder()
				.baseUrl(slow.url("/").toString())
				.timeout(timeout)
				.build();
			assertThat(Platforms.get(platform.check(Platforms.session("hunter2"))).verdict())
				.isEqualTo(Verdict.REJECTED);
		}
	}

	@Test
	void anAnswerThatIsTooLargeIsNotUnderstood() {
		String large = "{\"code\":0,\"msg\":\"" + "x".repeat(1024 * 1024) + "\",\"data\":{\"status\":\"waiting\"}}";
		this.server.fail(Call.POLL, Fault.body(large));
		assertThatExceptionOfType(PlatformResponseException.class)
			.isThrownBy(() -> Platforms.get(this.platform.poll("hunter2")))
			.withMessageContaining("larger than 1048576 bytes");
		this.server.fail(Call.GENERATE, Fault.body(large));
		assertThatExceptionOfType(PlatformResponseException.class).isThrownBy(() -> Platforms.get(requestCode()))
			.withMessageContaining("no scan_token");
		this.server.fail(Call.GENERATE, Fault.body(large.repeat(4)));
		assertThatExceptionOfType(PlatformResponseException.class).isThrownBy(() -> Platforms.get(requestCode()))
			.withMessageContaining("larger than 4194304 bytes");
	}

	@Test
	void aBrokenCodeIsShownWithItsSecretsMasked() {
		this.server.fail(Call.GENERATE, Fault.body("{\"code\":0,\"data\":{\"scan_token\":\"hunter2"));
		assertThatExceptionOfType(PlatformResponseException.class).isThrownBy(() -> Platforms.get(requestCode()))
			.withMessageContaining("begins: {\"code\":0,\"data\":{\"scan_token\":***")
			.withMessageNotContaining("hunter2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"code\":0,\"data\":{\"status\":\"confirmed\",\"access_token\":\"hunter2",
			"<data><access_token>hunter2</access_token></data>", "<td>access_token</td><td>hunter2</td>",
			"{\"access\\u005ftoken\":\"hunter2\"", "hunter2" })
	void anAnswerThatMayCarryATokenIsNeverQuoted(String answer) {
		this.server.fail(Call.POLL, Fault.body(answer));
		assertThatExceptionOfType(PlatformResponseException.class)
			.isThrownBy(() -> Platforms.get(this.platform.poll("scan")))
			.withMessageNotContaining("hunter2")
			.withMessageNotContaining("begins");
		this.server.fail(Call.INFO, Fault.body(answer));
		assertThat(Platforms.get(this.platform.check(Platforms.session("secret"))).problem())
			.isInstanceOf(PlatformResponseException.class)
			.hasMessageNotContaining("hunter2")
			.hasMessageNotContaining("begins");
	}

	@Test
	void aProxysPageIsNotUnderstood() {
		this.server.fail(Call.GENERATE, Fault.html(200));
		assertThatExceptionOfType(PlatformResponseException.class).isThrownBy(() -> Platforms.get(requestCode()))
			.withMessageContaining("Please sign in to the proxy");
	}

	@Test
	void onlyA401RejectsASession() {
		assertVerdict(Fault.status(401), Verdict.REJECTED, null);
		assertVerdict(Fault.html(401), Verdict.REJECTED, null);
		assertVerdict(Fault.status(403), Verdict.UNKNOWN, PlatformStatusException.class);
		assertVerdict(Fault.status(302, Map.of("Location", "/umc/user/user/info")), Verdict.UNKNOWN,
				PlatformStatusException.class);
		assertVerdict(Fault.status(500), Verdict.UNKNOWN, PlatformStatusException.class);
		assertVerdict(Fault.body("{\"code\":401,\"msg\":\"expired\"}"), Verdict.UNKNOWN,
				PlatformBusinessException.class);
		assertVerdict(Fault.html(200), Verdict.UNKNOWN, PlatformResponseException.class);
		assertVerdict(Fault.empty(), Verdict.UNKNOWN, PlatformResponseException.class);
		assertVerdict(Fault.reset(), Verdict.UNKNOWN, PlatformUnreachableException.class);
		assertVerdict(Fault.body("{\"id\":1}"), Verdict.VALID, null);
	}

	@Test
	void aCheckKnowsWhenItBegan() {
		String token = this.server.issueSession();
		SessionCheck check = Platforms.get(this.platform.check(Platforms.session(token)));
		assertThat(check.verdict()).isEqualTo(Verdict.VALID);
		assertThat(check.beganAt()).isEqualTo(Platforms.NOW);
		assertThat(check.user()).satisfies((user) -> assertThat(user.id()).isEqualTo("85844"));
	}

	private void assertVerdict(Fault fault, Verdict verdict, Class<?> problem) {
		this.server.fail(Call.INFO, fault);
		SessionCheck check = Platforms.get(this.platform.check(Platforms.session("hunter2")));
		assertThat(check.verdict()).as(fault.toString()).isEqualTo(verdict);
		if (problem != null) {
			assertThat(check.problem()).isInstanceOf(problem);
		}
	}

	private void assertUnreachable(Mono<?> call) {
		assertThatExceptionOfType(PlatformUnreachableException.class).isThrownBy(() -> Platforms.get(call))
			.withMessageNotContaining("hunter2")
			.withMessageNotContaining("poll")
			.withNoCause();
	}

	private Mono<?> requestCode() {
		return this.platform.requestCode();
	}

	private WebClientWestmoonPlatform impatient() {
		return WebClientWestmoonPlatform.builder().baseUrl(this.server.url()).timeout(Duration.ofMillis(300)).build();
	}

}
