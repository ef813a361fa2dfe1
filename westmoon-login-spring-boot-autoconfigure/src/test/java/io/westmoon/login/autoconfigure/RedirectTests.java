package io.westmoon.login.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
import io.westmoon.login.test.ReceivedCall;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No host but the allowed ones sees the session, wherever it redirects a call to.
 */
class RedirectTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	private final WestmoonPlatformServer elsewhere = WestmoonPlatformServer.start();

	private final List<ReceivedCall> strayed = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
						WebClientAutoConfiguration.class, WestmoonLoginAutoConfiguration.class))
		.withPropertyValues("westmoon.login.store.type=memory", "westmoon.login.base-url=" + this.server.url(),
				"spring.http.clients.redirects=follow");

	RedirectTests() {
		this.elsewhere.listener(this.strayed::add);
	}

	@AfterEach
	void stop() {
		this.server.close();
		this.elsewhere.close();
	}

	@ParameterizedTest
	@CsvSource({ "reactor, 302", "reactor, 307", "jetty, 302", "jetty, 307", "http-components, 302",
			"http-components, 307", "jdk, 302", "jdk, 307" })
	void theSessionIsNotHandedToTheTargetOfARedirect(String connector, int status) {
		redirect(status);
		this.runner.withPropertyValues("spring.http.clients.reactive.connector=" + connector).run((context) -> {
			logIn(context);
			WebClient client = client(context);
			client.get().uri("/api/products").exchangeToMono(ClientResponse::releaseBody).block(TIMEOUT);
			client.post()
				.uri("/api/echo")
				.body(Flux.just("a", "b"), String.class)
				.exchangeToMono(ClientResponse::releaseBody)
				// Some cannot send a body to the target of a redirect.
				.onErrorComplete()
				.block(TIMEOUT);
			assertThat(this.server.businessCalls()).isEqualTo(2);
			assertThat(this.strayed)
				.allSatisfy((call) -> assertThat(call.headers()).doesNotContainKey("Authorization"));
		});
	}

	@Test
	void theJdksClientDoesNotEvenFollowWithTheSession() {
		redirect(307);
		this.runner.withPropertyValues("spring.http.clients.reactive.connector=jdk").run((context) -> {
			logIn(context);
			assertThat(client(context).get()
				.uri("/api/products")
				.exchangeToMono((response) -> response.releaseBody().thenReturn(response.statusCode().value()))
				.block(TIMEOUT)).isEqualTo(307);
			assertThat(this.strayed).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "http-components", "jdk" })
	void callsWithoutASessionFollowAsTheApplicationSays(String connector) {
		redirect(307);
		this.elsewhere.fail(Call.BUSINESS, Fault.empty());
		this.runner.withPropertyValues("spring.http.clients.reactive.connector=" + connector).run((context) -> {
			assertThat(context.getBean(WebClient.Builder.class)
				.build()
				.get()
				.uri(this.server.url() + "/api/products")
				.exchangeToMono((response) -> response.releaseBody().thenReturn(response.statusCode().value()))
				.block(TIMEOUT)).isEqualTo(200);
			assertThat(this.strayed).hasSize(1);
		});
	}

	private void redirect(int status) {
		this.server.fail(Call.BUSINESS,
				Fault.status(status, Map.of("Location", this.elsewhere.url() + "/api/products")), 2);
	}

	private void logIn(AssertableApplicationContext context) {
		WestmoonSession session = WestmoonSession.received(this.server.issueSession(), "", "Bearer", Duration.ofDays(1),
				Clock.systemUTC());
		assertThat(context.getBean(SessionStore.class).save(session).block(TIMEOUT)).isTrue();
	}

	private WebClient client(AssertableApplicationContext context) {
		return context.getBean(WebClient.Builder.class)
			.baseUrl(this.server.url())
			.filter(context.getBean(WestmoonBearerTokenFilter.class))
			.build();
	}

}
