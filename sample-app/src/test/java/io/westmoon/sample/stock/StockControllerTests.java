package io.westmoon.sample.stock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.LoginEvent;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Uses the application from outside, from the first request to the answer.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "westmoon.login.relogin.wait-timeout=10s", "westmoon.login.relogin.cool-down=100ms",
				"spring.security.user.password=secret" })
@AutoConfigureWebTestClient(timeout = "20s")
class StockControllerTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@Autowired
	private WebTestClient web;

	@Autowired
	private WestmoonAuthClient client;

	@Autowired
	private WestmoonPlatformServer platform;

	@BeforeEach
	void beAnOperator() {
		this.web = this.web.mutate().defaultHeaders((headers) -> headers.setBasicAuth("operator", "secret")).build();
	}

	@BeforeEach
	void beLoggedIn() {
		this.platform.recover();
		this.platform.autoConfirm(true);
		this.client.login().block(TIMEOUT);
		this.platform.autoConfirm(false);
	}

	@AfterEach
	void recover() {
		this.platform.recover();
	}

	@Test
	void aRequestIsAnsweredAfterTheScan() throws Exception {
		this.platform.revoke();
		CompletableFuture<LoginEvent.CodeIssued> shown = this.client.events()
			.ofType(LoginEvent.CodeIssued.class)
			.next()
			.toFuture();
		CompletableFuture<String> answer = CompletableFuture.supplyAsync(this::searchForMugs);
		shown.get(20, TimeUnit.SECONDS);
		String state = body("/login/state");
		assertThat(state).contains("\"state\":\"CODE\"").doesNotContain(this.platform.currentScanToken());
		String attempt = Objects.requireNonNull(this.client.status().attempt()).id();
		assertThat(state).contains("\"attempt\":\"" + attempt + "\"");
		page(attempt, "en").expectHeader()
			.value("Content-Security-Policy", (policy) -> assertThat(policy).contains("frame-ancestors 'self'"));
		this.platform.scanAndConfirm();
		assertThat(answer.get(20, TimeUnit.SECONDS)).contains("陶瓷马克杯", "\"site\":\"Shenzhen\",\"quantity\":320");
		assertThat(body("/login/state")).contains("\"state\":\"LOGGED_IN\"").doesNotContain("oken");
	}

	@Test
	void aRefusedLoginIsAProblemThatSaysWhatToDo() throws Exception {
		this.platform.revoke();
		CompletableFuture<WebTestClient.ResponseSpec> answer = CompletableFuture
			.supplyAsync(() -> this.web.get().uri("/api/stock?keyword=mug").exchange());
		String scanToken = this.platform.awaitCode(TIMEOUT);
		this.platform.reject();
		answer.get(20, TimeUnit.SECONDS)
			.expectStatus()
			.isEqualTo(503)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody(String.class)
			.value((problem) -> assertThat(problem)
				.contains("\"account\":\"default\"", "\"until\":\"", "\"action\":\"", "refused on the phone")
				.doesNotContain(scanToken, "trace", "\\tat"));
	}

	@Test
	void aPlatformThatIsDownIsAProblem() {
		this.platform.down();
		this.web.get()
			.uri("/api/stock?keyword=mug")
			.exchange()
			.expectStatus()
			.isEqualTo(502)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.title")
			.isEqualTo("Platform unreachable");
	}

	@Test
	void aPlatformThatIsDownWhenALoginIsNeededIsAProblem() {
		this.platform.revoke();
		assertThat(this.client.check().block(TIMEOUT)).isNotNull();
		this.platform.down();
		this.web.get()
			.uri("/api/stock?keyword=mug")
			.exchange()
			.expectStatus()
			.isEqualTo(503)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.account")
			.isEqualTo("default");
	}

	@Test
	void theHttpInterfaceAnswersForOneProduct() {
		assertThat(body("/api/stock/WM-1005")).contains("\"site\":\"Hamburg\",\"quantity\":0");
	}

	@Test
	void anUnknownProductIsAProblemInThePlatformsOwnWords() {
		this.web.get()
			.uri("/api/stock/nothing")
			.exchange()
			.expectStatus()
			.isEqualTo(502)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("商品不存在");
	}

	@Test
	void theStockCanBeSavedForASpreadsheet() {
		this.web.get()
			.uri("/api/stock.csv?keyword=mug")
			.header("Accept-Language", "en-GB,zh;q=0.5")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Content-Type", "text/csv;charset=UTF-8")
			.expectHeader()
			.valueEquals("Content-Disposition", "attachment; filename=\"stock.csv\"")
			.expectBody(byte[].class)
			.value((csv) -> assertThat(csv).isEqualTo(("\uFEFFProduct,Chinese name,English name,Price,Currency,"
					+ "Shenzhen,Yiwu,Los Angeles,Hamburg,Total\r\n"
					+ "WM-1001,陶瓷马克杯,Ceramic mug,26.80,CNY,320,1480,96,40,1936\r\n")
				.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void aProgramThatSpeaksNoLanguageGetsEnglish() {
		assertThat(body("/api/stock.csv")).contains("Product", "WM-1008");
	}

	@Test
	void aFileThatCannotBeSavedIsAProblemToo() {
		this.platform.down();
		this.web.get()
			.uri("/api/stock.csv")
			.header("Accept", "text/csv")
			.exchange()
			.expectStatus()
			.isEqualTo(502)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void theChosenLanguageWinsOverTheBrowsersOwn() {
		assertThat(csv("zh", "en")).contains("商品编号");
		assertThat(csv("en", "zh")).contains("Product");
		assertThat(csv("fr", "zh")).contains("商品编号");
		this.client.startLogin().block(TIMEOUT);
		String attempt = Objects.requireNonNull(this.client.status().attempt()).id();
		page(attempt, "zh").expectBody(String.class).value((page) -> assertThat(page).contains("lang=\"zh-CN\""));
		page(attempt, "en").expectBody(String.class).value((page) -> assertThat(page).contains("lang=\"en\""));
		this.platform.scanAndConfirm();
	}

	@Test
	void aNewCodeCanBeAskedFor() {
		this.web.post().uri("/login").exchange().expectStatus().isAccepted().expectBody().isEmpty();
		assertThat(this.platform.livingCodes()).isEqualTo(1);
		this.platform.scanAndConfirm();
	}

	@Test
	void afterALogoutAPersonHasToAskForACode() {
		this.client.logout().block(TIMEOUT);
		assertThat(body("/login/state")).contains("\"state\":\"LOGGED_OUT\"");
		this.web.get().uri("/api/stock").exchange().expectStatus().isEqualTo(503);
		assertThat(this.platform.livingCodes()).isZero();
	}

	@Test
	void thePageNeedsNothingFromElsewhere() {
		assertThat(body("/")).contains("<title>", "content=\"default-src 'self'\"")
			.doesNotContain("http://", "https://");
		assertThat(body("/desk.js")).doesNotContain("http://", "https://");
	}

	@Test
	void thePhoneIsInTheDemoOnly() {
		for (String path : new String[] { "/phone", "/phone/state", "/phone.html", "/phone.js" }) {
			this.web.get().uri(path).exchange().expectStatus().isNotFound();
		}
		assertThat(body("/main.js")).doesNotContain("phone.js");
	}

	private String searchForMugs() {
		return body("/api/stock?keyword=mug");
	}

	private String csv(String chosen, String accepted) {
		String csv = this.web.get()
			.uri("/api/stock.csv?keyword=mug")
			.cookie("lang", chosen)
			.header("Accept-Language", accepted)
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		return Objects.requireNonNull(csv);
	}

	private WebTestClient.ResponseSpec page(String attempt, String language) {
		return this.web.get()
			.uri("/westmoon/login/" + attempt)
			.cookie("lang", language)
			.exchange()
			.expectStatus()
			.isOk();
	}

	private String body(String path) {
		String body = this.web.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		return (body != null) ? body : "";
	}

}
