package io.westmoon.login.page;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.westmoon.login.AttemptState;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.support.Origin;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the login page does on either stack, behind a context path.
 */
abstract class AbstractLoginPageTests extends LoginPageFixture {

	@Override
	String contextPath() {
		return "/jobs";
	}

	@Test
	void aLinkShowsItsPageWithRelativeAddressesOnly() {
		login();
		HttpResponse<byte[]> page = this.http.get("/" + id());
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
		assertThat(PageHttpClient.text(page)).contains("<html lang=\"en\">")
			.contains("stock &lt;service&gt; asks you to log in")
			.doesNotContain(">default<", "account: default")
			.contains("data-id=\"" + id() + "\"")
			.doesNotContain("{{")
			.doesNotContain("src=\"/")
			.doesNotContain("href=\"/")
			.doesNotContain("//jobs.example.com");
	}

	@Test
	void thePageSpeaksChinese() {
		login();
		String page = PageHttpClient.text(this.http.get("/" + id(), "Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8"));
		assertThat(page).contains("<html lang=\"zh-CN\">").contains("stock &lt;service&gt; 请你登录");
	}

	@ParameterizedTest
	@ValueSource(strings = { "!", "en;q=2", "zh;q=x", "*-*-*", "en_US;;", "\u00e9" })
	void aLanguageThatIsNoneIsTheDefault(String language) {
		login();
		HttpResponse<byte[]> page = this.http.get("/" + id(), "Accept-Language", language);
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(PageHttpClient.text(page)).contains("<html lang=\"en\">");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/" + GUESSED, "/" + GUESSED + "/state", "/" + GUESSED + "/events", "/icon.svg" })
	void nothingIsServedUnderAnotherName(String path) {
		HttpResponse<byte[]> answer = this.http.get(path, "Host", "evil.example.com");
		assertThat(answer.statusCode()).isEqualTo(421);
		assertThat(PageHttpClient.text(answer)).contains("https://jobs.example.com/westmoon/login only")
			.doesNotContain("evil");
	}

	@Test
	void aPageUnderAnotherNameIsNotOfTheSameOrigin() {
		login();
		HttpResponse<byte[]> answer = this.http.post("/" + id() + "/code", "Host", "evil.example.com", "Sec-Fetch-Site",
				"same-origin", "Origin", "http://evil.example.com", "X-Forwarded-Host", "jobs.example.com");
		assertThat(answer.statusCode()).isEqualTo(421);
		assertThat(this.client.status().attempt().state()).isEqualTo(AttemptState.NEEDED);
	}

	@Test
	void thePageIsServedUnderItsOwnName() {
		login();
		assertThat(this.http.get("/" + id(), "Host", "jobs.example.com").statusCode()).isEqualTo(200);
	}

	@Test
	void everyAnswerIsGuarded() {
		login();
		look(id());
		String code = state(id()).get("code").asString();
		Stream.of("/" + id(), "/" + id() + "/state", "/" + id() + "/" + code, "/" + GUESSED, "/icon.svg", "")
			.map(this.http::get)
			.forEach((answer) -> {
				assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
				assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
				assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
				assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
				assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
					.startsWith("default-src 'none';")
					.endsWith("frame-ancestors 'none'")
					.doesNotContain("unsafe");
			});
		try (HttpResponseStream stream = new HttpResponseStream(this.http.open("/" + id() + "/events"))) {
			assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
			assertThat(stream.header("X-Content-Type-Options")).isEqualTo("nosniff");
			assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
			assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
		}
	}

	@Test
	void aRenewalSaysThatNothingIsBrokenYet() {
		CompletableFuture<WestmoonSession> login = login();
		assertThat(PageHttpClient.text(this.http.get("/" + id()))).contains("<p id=\"renews\" class=\"asks\" hidden>");
		look(id());
		this.platform.scanAndConfirm();
		assertThat(login).succeedsWithin(TIMEOUT);
		login();
		assertThat(state(id()).get("renewal").asBoolean()).isTrue();
		assertThat(PageHttpClient.text(this.http.get("/" + id()))).contains("<p id=\"asks\" class=\"asks\" hidden>",
				"Renew the login of stock &lt;service&gt; – nothing is broken yet");
	}

	@Test
	void readingCausesNothing() {
		login();
		int codes = this.platform.codes();
		this.http.get("/" + id());
		this.http.get("/" + id() + "/state");
		this.http.get("/" + id() + "/code");
		this.http.get("/" + id() + "/code.1");
		this.http.get("/" + id() + "/again");
		this.http.get("/" + id() + "/snooze");
		this.http.get("");
		new HttpResponseStream(this.http.open("/" + id() + "/events")).close();
		assertThat(state(id()).get("state").asString()).isEqualTo("NEEDED");
		assertThat(this.platform.codes()).isEqualTo(codes);
	}

	@Test
	void lookingAsksForTheCode() {
		login();
		assertThat(look(id())).contains("\"state\":\"SHOWN\"");
		JsonNode state = state(id());
		assertThat(state.get("secondsLeft").asLong()).isBetween(290L, 300L);
		HttpResponse<byte[]> picture = this.http.get("/" + id() + "/" + state.get("code").asString());
		assertThat(picture.statusCode()).isEqualTo(200);
		assertThat(picture.headers().firstValue("Content-Type")).hasValue("image/png");
		assertThat(picture.body()).isEqualTo(this.platform.currentCode().orElseThrow().png());
	}

	@Test
	void aReminderIsPutOffByThePageItselfOnly() {
		login();
		await((attempt) -> attempt.nextNoticeAt() != null);
		assertThat(state(id()).get("quietSeconds").asLong()).isBetween(1L, 1800L);
		String path = "/" + id() + "/snooze";
		assertThat(this.http.post(path, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
		assertThat(this.http.post("/" + GUESSED + "/snooze", PageHttpClient.SAME_ORIGIN).statusCode()).isEqualTo(404);
		Instant before = this.client.status().attempt().nextNoticeAt();
		assertThat(before).isBefore(Instant.now().plusSeconds(1900));
		assertThat(PageHttpClient.text(this.http.post(path, PageHttpClient.SAME_ORIGIN)))
			.contains("\"quietSeconds\":3600");
		await((attempt) -> before.isBefore(attempt.nextNoticeAt()));
		assertThat(state(id()).get("quietSeconds").asLong()).isBetween(3500L, 3600L);
	}

	@Test
	void anOlderCodesPictureIsGone() {
		login();
		look(id());
		String first = state(id()).get("code").asString();
		this.platform.expire();
		await((attempt) -> attempt.codeExpiresAt() != null
				&& !AttemptView.codeName(attempt.codeExpiresAt()).equals(first));
		assertThat(this.http.get("/" + id() + "/" + first).statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Nothing: x", "Origin: https://evil.example.com", "Origin: null",
			"Sec-Fetch-Site: cross-site" })
	void aForeignPostCausesNothing(String header) {
		login();
		int codes = this.platform.codes();
		HttpResponse<byte[]> answer = this.http.post("/" + id() + "/code", header.split(": "));
		assertThat(answer.statusCode()).isEqualTo(403);
		assertThat(answer.body()).isEmpty();
		assertThat(this.platform.codes()).isEqualTo(codes);
		assertThat(this.client.status().attempt().state()).isEqualTo(AttemptState.NEEDED);
	}

	@Test
	void aBrowserThatOnlyNamesItsOriginIsHeard() {
		login();
		HttpResponse<byte[]> answer = this.http.post("/" + id() + "/code", "Origin", "http://localhost:" + this.port);
		assertThat(answer.statusCode()).isEqualTo(200);
	}

	@Test
	void aBrowserWhoseHostAProxyReplacesIsHeard() {
		login();
		HttpResponse<byte[]> answer = this.http.post("/" + id() + "/code", "Origin", "https://jobs.example.com");
		assertThat(answer.statusCode()).isEqualTo(200);
	}

	@Test
	void forwardedHeadersAreNotTrustedUnasked() {
		login();
		HttpResponse<byte[]> answer = this.http.post("/" + id() + "/code", "Origin", "https://evil.example.com",
				"X-Forwarded-Host", "evil.example.com", "X-Forwarded-Proto", "https", "Forwarded",
				"proto=https;host=evil.example.com");
		assertThat(answer.statusCode()).isEqualTo(403);
	}

	@Test
	void theLinkOfALoginThatWasDoneSaysWhoLoggedIn() {
		CompletableFuture<WestmoonSession> login = login();
		String id = id();
		look(id);
		this.platform.scanAndConfirm();
		assertThat(login).succeedsWithin(TIMEOUT);
		HttpResponse<byte[]> ended = this.http.get("/" + id);
		assertThat(ended.statusCode()).isEqualTo(200);
		assertThat(PageHttpClient.text(ended)).contains("<h1 id=\"heading\" tabindex=\"-1\">Logged in as 演示用户</h1>")
			.contains("data-state=\"ACCEPTED\"")
			.doesNotContain("<noscript>");
	}

	@Test
	void theLinkOfALoginThatNobodyLookedAtSaysHowItEndedAlthoughTheNextOneHasBegun() {
		login();
		String id = id();
		look(id);
		this.platform.reject();
		await((attempt) -> attempt.state() == AttemptState.FAILED);
		login();
		assertThat(id()).isNotEqualTo(id);
		assertThat(PageHttpClient.text(this.http.get("/" + id))).contains("Refused on the phone");
		HttpResponse<byte[]> joined = this.http.post("/" + id + "/again", PageHttpClient.SAME_ORIGIN);
		assertThat(PageHttpClient.text(joined)).isEqualTo("{\"next\":\"" + id() + "\"}");
	}

	@Test
	void anotherLoginWaitsForTheCoolDown() {
		login();
		String id = id();
		look(id);
		this.platform.reject();
		await((attempt) -> attempt.state() == AttemptState.FAILED);
		int codes = this.platform.codes();
		HttpResponse<byte[]> answer = this.http.post("/" + id + "/again", PageHttpClient.SAME_ORIGIN);
		assertThat(PageHttpClient.text(answer)).contains("\"problem\":\"REJECTED\"", "\"again\":true");
		assertThat(this.http.post("/" + id + "/again", "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
		assertThat(this.http.post("/" + GUESSED + "/again", PageHttpClient.SAME_ORIGIN).statusCode()).isEqualTo(404);
		assertThat(this.platform.codes()).isEqualTo(codes);
		assertThat(id()).isEqualTo(id);
	}

	@Test
	void aGuessedIdIsADeadLinkThatNamesTheApplication() {
		login();
		HttpResponse<byte[]> guessed = this.http.get("/" + GUESSED);
		assertThat(guessed.statusCode()).isEqualTo(404);
		assertThat(PageHttpClient.text(guessed)).contains("This link does not work any more")
			.contains("stock &lt;service&gt;");
	}

	/**
	 * On a phone what comes after these offers is below the edge of the screen.
	 */
	@Test
	void thatTheApplicationDoesNotAnswerIsSaidAboveTheOffers() {
		login();
		assertThat(PageHttpClient.text(this.http.get("/" + id()))).containsSubsequence("id=\"time\"", "id=\"trouble\"",
				"id=\"save\"", "id=\"elsewhere\"", "id=\"later\"");
	}

	@Test
	void withoutAScriptThePageShowsACodeThatIsThere() {
		login();
		assertThat(PageHttpClient.text(this.http.get("/" + id()))).contains("<noscript>")
			.contains("data-state=\"PLAIN\"", "<p class=\"warning\">Switch on JavaScript")
			.doesNotContain("/code.");
		look(id());
		assertThat(PageHttpClient.text(this.http.get("/" + id())))
			.contains("<img src=\"" + id() + "/" + state(id()).get("code").asString() + "\"")
			.contains("<p class=\"warning\">JavaScript is switched off");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/state", "/events", "/code", "/code.1", "/again", "/snooze" })
	void aGuessedIdGetsNothing(String path) {
		login();
		HttpResponse<byte[]> answer = this.http.get("/" + GUESSED + path);
		assertThat(answer.statusCode()).isEqualTo(404);
		assertThat(answer.body()).isEmpty();
		assertThat(this.http.post("/" + GUESSED + "/code", PageHttpClient.SAME_ORIGIN).statusCode()).isEqualTo(404);
	}

	@Test
	void eventsTellOfEachStepAndEndWithTheAttempt() {
		CompletableFuture<WestmoonSession> login = login();
		List<JsonNode> states = new CopyOnWriteArrayList<>();
		CompletableFuture<Void> end = follow(id(), states);
		awaitTold(states, "NEEDED");
		look(id());
		awaitTold(states, "SHOWN");
		this.platform.scan();
		awaitTold(states, "SCANNED");
		this.platform.confirm();
		assertThat(end).succeedsWithin(TIMEOUT);
		assertThat(states).extracting((state) -> state.get("state").asString())
			.startsWith("NEEDED", "SHOWN", "SCANNED")
			.endsWith("ACCEPTED");
		assertThat(states.get(states.size() - 1).get("user").asString()).isEqualTo("演示用户");
		assertThat(login).succeedsWithin(TIMEOUT);
	}

	@Test
	void theOutcomeReachesAPageThatAsksForIt() {
		CompletableFuture<WestmoonSession> login = login();
		String id = id();
		look(id);
		this.platform.scanAndConfirm();
		assertThat(login).succeedsWithin(TIMEOUT);
		assertThat(state(id).get("state").asString()).isEqualTo("ACCEPTED");
		assertThat(state(id).get("user").asString()).isEqualTo("演示用户");
	}

	@Test
	void nothingButThePictureCarriesTheCode() {
		CompletableFuture<WestmoonSession> login = login();
		String id = id();
		List<JsonNode> states = new CopyOnWriteArrayList<>();
		CompletableFuture<Void> end = follow(id, states);
		this.http.get("/" + id);
		look(id);
		this.http.get("/" + id);
		state(id);
		String scanToken = this.platform.currentScanToken();
		byte[] png = this.platform.currentCode().orElseThrow().png();
		this.platform.scan();
		await((attempt) -> attempt.state() == AttemptState.SCANNED);
		state(id);
		this.platform.confirm();
		assertThat(login).succeedsWithin(TIMEOUT);
		state(id);
		assertThat(end).succeedsWithin(TIMEOUT);
		String all = states.toString();
		for (HttpResponse<byte[]> answer : this.http.answers) {
			all += answer.headers().map() + new String(answer.body(), StandardCharsets.ISO_8859_1);
		}
		assertThat(all).doesNotContain(scanToken)
			.doesNotContain(new String(png, 0, 64, StandardCharsets.ISO_8859_1))
			.doesNotContain(Base64.getEncoder().encodeToString(png).substring(0, 40))
			.doesNotContain(login.join().accessToken());
	}

	@Test
	void aRefusalIsTold() {
		login();
		String id = id();
		look(id);
		this.platform.reject();
		await((attempt) -> attempt.state() == AttemptState.FAILED);
		assertThat(state(id).get("problem").asString()).isEqualTo("REJECTED");
		assertThat(state(id).get("retrySeconds").asLong()).isPositive();
	}

	@Test
	void aStrangersScanIsToldAndTheLoginGoesOn() throws Exception {
		login();
		look(id());
		this.platform.scanAndConfirm();
		await((attempt) -> attempt.state() == AttemptState.ACCEPTED);
		login();
		look(id());
		this.platform.confirmAs("99", "Stranger");
		await((attempt) -> attempt.state() == AttemptState.SHOWN && attempt.failure() != null);
		assertThat(state(id()).get("problem").asString()).isEqualTo("WRONG_USER");
		assertThat(state(id()).get("user").isNull()).isTrue();
	}

	@Test
	void aPlatformThatGivesNoCodeIsToldWithItsOwnWordsOnly() {
		login();
		this.platform.fail(Call.GENERATE, Fault.body("{\"code\": 500, \"msg\": \"<b>busy</b>\\u202e\\n!\"}"));
		look(id());
		JsonNode state = state(id());
		assertThat(state.get("state").asString()).isEqualTo("NEEDED");
		assertThat(state.get("problem").asString()).isEqualTo("PLATFORM");
		assertThat(state.get("said").asString()).isEqualTo("<b>busy</b>  !");
		assertThat(state.get("retrySeconds").asLong()).isBetween(1L, 6L);
	}

	@Test
	void aPlatformThatCannotBeReachedIsToldWithoutItsAddress() {
		login();
		this.platform.fail(Call.GENERATE, Fault.status(503));
		assertThat(look(id())).contains("\"problem\":\"PLATFORM\"", "\"said\":null").doesNotContain("503", "westmoon.");
	}

	@Test
	void theOverviewIsADeadLinkUnlessItIsWanted() {
		assertThat(this.http.get("").statusCode()).isEqualTo(404);
		assertThat(this.http.postForm("", "account=default", PageHttpClient.SAME_ORIGIN).statusCode()).isEqualTo(404);
		assertThat(this.client.status().attempt().state()).isEqualTo(AttemptState.LOGGED_OUT);
	}

	@Test
	void anAbandonedStreamHarmsNobody() {
		login();
		new HttpResponseStream(this.http.open("/" + id() + "/events")).close();
		assertThat(look(id())).contains("SHOWN");
	}

}
