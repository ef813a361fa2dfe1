package io.westmoon.sample.login;

import java.time.Duration;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may do what outside the demo.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "spring.security.user.password=secret")
@AutoConfigureWebTestClient(timeout = "20s")
class AccessTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@Autowired
	private WebTestClient web;

	@Autowired
	private WestmoonAuthClient client;

	@Autowired
	private WestmoonPlatformServer platform;

	@BeforeEach
	void logOut() {
		this.platform.recover();
		this.client.logout().block(TIMEOUT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/login/state", "/api/stock?keyword=mug", "/westmoon/login", "/actuator" })
	void aStrangerIsAskedForAPassword(String path) {
		this.web.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectHeader()
			.valueMatches(HttpHeaders.WWW_AUTHENTICATE, "Basic .*");
	}

	@Test
	void aStrangerLearnsNoLinkAndStartsNoLogin() {
		this.client.startLogin().block(TIMEOUT);
		byte[] answer = this.web.get().uri("/login/state").exchange().expectBody().returnResult().getResponseBody();
		assertThat((answer != null) ? new String(answer) : "").doesNotContain(attempt().id());
		this.client.logout().block(TIMEOUT);
		this.web.post().uri("/login").exchange().expectStatus().isUnauthorized();
		assertThat(attempt().state()).isEqualTo(AttemptState.LOGGED_OUT);
	}

	@Test
	void anOperatorLearnsTheLinkWhichIsEnoughForItsPage() {
		asOperator().post().uri("/login").exchange().expectStatus().isAccepted();
		asOperator().get()
			.uri("/login/state")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.attempt")
			.isEqualTo(attempt().id());
		this.web.get()
			.uri("/westmoon/login/" + attempt().id())
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("X-Frame-Options", "SAMEORIGIN");
		this.web.get().uri("/westmoon/login/icon.svg").exchange().expectStatus().isOk();
		this.web.get()
			.uri("/actuator/health")
			.exchange()
			.expectStatus()
			.value((status) -> assertThat(status).isNotEqualTo(401));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Sec-Fetch-Site: none",
			"Origin: https://evil.example.com", "Origin: null", "Origin: http://localhost", "Origin: no uri" })
	void aForeignPageStartsNoLoginAlsoInAnOperatorsBrowser(String header) {
		String[] parts = header.split(": ");
		asOperator().post().uri("/login").header(parts[0], parts[1]).exchange().expectStatus().isForbidden();
		assertThat(attempt().state()).isEqualTo(AttemptState.LOGGED_OUT);
	}

	@Test
	void theDeskStartsALogin() {
		asOperator().post()
			.uri("/login")
			.header("Sec-Fetch-Site", "same-origin")
			.exchange()
			.expectStatus()
			.isAccepted();
	}

	@Test
	void aBrowserThatOnlyNamesItsOriginStartsALogin() {
		String origin = this.web.get().uri("/").exchange().returnResult(Void.class).getUrl().resolve("/").toString();
		asOperator().post()
			.uri("/login")
			.header("Origin", origin.substring(0, origin.length() - 1))
			.exchange()
			.expectStatus()
			.isAccepted();
	}

	private WebTestClient asOperator() {
		return this.web.mutate().defaultHeaders((headers) -> headers.setBasicAuth("operator", "secret")).build();
	}

	private LoginStatus.Attempt attempt() {
		LoginStatus.Attempt attempt = this.client.status().attempt();
		assertThat(attempt).isNotNull();
		return attempt;
	}

}
