package io.westmoon.login.http;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import io.westmoon.login.SessionSource;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.testsupport.CapturedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * What the log says of calls that get no session.
 */
class WithheldSessionsTests {

	private final SessionSource sessions = client("shop-b");

	private final WestmoonBearerTokenFilter filter = new WestmoonBearerTokenFilter(this.sessions, AllowedOrigins
		.of(List.of("https://api.example.com", "http://127.0.0.1:81"), "westmoon.login.allowed-origins"));

	private final CapturedLog log = CapturedLog.open(Level.WARN);

	@AfterEach
	void stop() {
		this.log.close();
	}

	@Test
	void anOriginIsNamedOnceWithThePropertyThatAllowsIt() {
		call("https://prices.example.com/a/secret-path?token=secret-query");
		call("https://PRICES.example.com:443/b");
		assertThat(warnings()).containsExactly("Westmoon account 'shop-b': calls to https://prices.example.com go out"
				+ " without the session, since that origin is not in westmoon.login.allowed-origins"
				+ " (https://api.example.com, http://127.0.0.1:81)");
	}

	@Test
	void eachOriginIsNamed() {
		call("https://prices.example.com/");
		call("http://prices.example.com/");
		call("http://prices.example.com:8080/");
		assertThat(warnings()).hasSize(3).anyMatch((line) -> line.contains("http://prices.example.com:8080 go out"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://bad_host/secret", "https://user:secret@api.example.com/", "/secret" })
	void aUrlWithoutAnOriginIsNotQuoted(String url) {
		call(url);
		call(url);
		assertThat(warnings()).singleElement()
			.asString()
			.contains("no valid host, or has user information")
			.doesNotContain("secret");
	}

	@Test
	void aHostOfThePlatformIsToBeAddedIfItNeedsTheSession() {
		call("https://westmonth.com/shop_api");
		call("https://API.westmonth.com/erp");
		assertThat(warnings()).hasSize(2)
			.allMatch((line) -> line.contains("It is a host of the platform"))
			.last()
			.asString()
			.endsWith("if its calls need the session, add https://api.westmonth.com there");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "http://westmonth.com/", "https://notwestmonth.com/", "https://westmonth.com.example.com/" })
	void noOtherHostIs(String url) {
		call(url);
		assertThat(warnings()).singleElement().asString().doesNotContain("host of the platform");
	}

	@Test
	void manyOriginsDoNotFillTheMemoryOrTheLog() {
		for (int number = 0; number < 1_000; number++) {
			call("https://host-" + number + ".example.com/");
		}
		assertThat(warnings()).hasSize(WithheldSessions.MAX_ORIGINS)
			.last()
			.asString()
			.contains("More such origins are not reported");
	}

	@Test
	void callsThatWantNoSessionOfTheFilterAreNotReported() {
		call("https://prices.example.com/", (request) -> request.header("Authorization", "Bearer own"));
		call("https://prices.example.com/", (request) -> request.attribute(WestmoonPlatform.REQUEST_ATTRIBUTE, true));
		assertThat(warnings()).isEmpty();
	}

	@Test
	void withoutSpringBootTheFiltersOwnOriginsAreNamed() {
		WestmoonBearerTokenFilter plain = new WestmoonBearerTokenFilter(mock(SessionSource.class),
				AllowedOrigins.of(List.of()));
		plain.filter(ClientRequest.create(HttpMethod.GET, URI.create("https://prices.example.com/")).build(),
				WithheldSessionsTests::answer);
		assertThat(warnings()).containsExactly("calls to https://prices.example.com go out without the session,"
				+ " since that origin is not in the filter's AllowedOrigins (none)");
	}

	private void call(String url) {
		call(url, (request) -> {
		});
	}

	private void call(String url, Consumer<ClientRequest.Builder> customizer) {
		ClientRequest.Builder request = ClientRequest.create(HttpMethod.GET, URI.create(url));
		customizer.accept(request);
		assertThat(this.filter.filter(request.build(), WithheldSessionsTests::answer).block()).isNotNull();
	}

	private static Mono<ClientResponse> answer(ClientRequest request) {
		return Mono.just(ClientResponse.create(HttpStatus.OK).build());
	}

	private static WestmoonAuthClient client(String account) {
		WestmoonAuthClient client = mock();
		given(client.account()).willReturn(account);
		return client;
	}

	private List<String> warnings() {
		return this.log.lines()
			.stream()
			.filter((line) -> line.logger().equals(WithheldSessions.class.getName()))
			.map(CapturedLog.Line::message)
			.toList();
	}

}
