package io.westmoon.login.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.http.WestmoonBearerTokenInterceptor;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
import io.westmoon.login.test.ReceivedCall;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

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
						ImperativeHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
						RestClientAutoConfiguration.class, WestmoonLoginAutoConfiguration.class))
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
	@ValueSource(strings = { "reactor", "jetty", "http-components", "jdk" })
	void theSessionIsNotHandedToTheTargetOfARedirect(String connector) {
		this.runner.withPropertyValues("spring.http.clients.reactive.connector=" + connector).run((context) -> {
			callsWithoutTheSessionFollow(() -> context.getBean(WebClient.Builder.class)
				.build()
				.get()
				.uri(this.server.url() + "/api/products")
				.exchangeToMono(RedirectTests::status)
				.block(TIMEOUT));
			logIn(context);
			WebClient client = context.getBean(WebClient.Builder.class)
				.baseUrl(this.server.url())
				.filter(context.getBean(WestmoonBearerTokenFilter.class))
				.build();
			theSessionStays((connector.equals("jdk")),
					() -> client.get().uri("/api/products").exchangeToMono(RedirectTests::status).block(TIMEOUT),
					() -> client.post()
						.uri("/api/echo")
						.body(Flux.just("a", "b"), String.class)
						.exchangeToMono(RedirectTests::status)
						// Some cannot send a body to the target of a redirect.
						.onErrorComplete()
						.block(TIMEOUT));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "http-components", "jdk", "simple" })
	void aBlockingClientDoesNotHandItThereEither(String factory) {
		this.runner.withPropertyValues("spring.http.clients.imperative.factory=" + factory).run((context) -> {
			RestClient plain = context.getBean(RestClient.Builder.class).baseUrl(this.server.url()).build();
			callsWithoutTheSessionFollow(() -> status(plain.get().uri("/api/products")));
			bodiesArriveAsTheyWereWritten(plain);
			logIn(context);
			RestClient client = plain.mutate()
				.requestInterceptor(context.getBean(WestmoonBearerTokenInterceptor.class))
				.build();
			theSessionStays(factory.equals("jdk") || factory.equals("simple"),
					() -> status(client.get().uri("/api/products")),
					() -> postStatus(client.post().uri("/api/echo").body("ab")));
		});
	}

	private void callsWithoutTheSessionFollow(Supplier<@Nullable Integer> get) {
		redirect(302, 1);
		this.elsewhere.fail(Call.BUSINESS, Fault.empty(), 1);
		assertThat(get.get()).isEqualTo(200);
		assertThat(this.strayed).hasSize(1);
		this.strayed.clear();
	}

	private void bodiesArriveAsTheyWereWritten(RestClient client) {
		String token = this.server.issueSession();
		assertThat(client.post()
			.uri("/api/echo")
			.headers((headers) -> headers.setBearerAuth(token))
			.body((output) -> output.write("streamed".getBytes(StandardCharsets.UTF_8)))
			.retrieve()
			.body(String.class)).isEqualTo("streamed");
		assertThat(client.post()
			.uri("/api/echo")
			.headers((headers) -> headers.setBearerAuth(token))
			.body("in one piece")
			.retrieve()
			.body(String.class)).isEqualTo("in one piece");
	}

	private void theSessionStays(boolean followsNever, Supplier<@Nullable Integer> get,
			Supplier<@Nullable Integer> post) {
		int before = this.server.businessCalls();
		// Jetty's blocking client takes a 401 without a challenge for an error.
		this.elsewhere.fail(Call.BUSINESS, Fault.empty(), 4);
		for (int status : new int[] { 302, 307 }) {
			redirect(status, 2);
			Integer answer = get.get();
			if (followsNever) {
				assertThat(answer).isEqualTo(status);
			}
			post.get();
		}
		assertThat(this.server.businessCalls()).isEqualTo(before + 4);
		assertThat(this.strayed).allSatisfy((call) -> assertThat(call.headers()).doesNotContainKey("Authorization"));
		if (followsNever) {
			assertThat(this.strayed).isEmpty();
		}
	}

	private static Mono<Integer> status(ClientResponse response) {
		return response.releaseBody().thenReturn(response.statusCode().value());
	}

	private static @Nullable Integer postStatus(RestClient.RequestHeadersSpec<?> request) {
		try {
			return status(request);
		}
		catch (ResourceAccessException ex) {
			// Jetty may end the request when the redirect comes before all of the body
			// has left.
			return null;
		}
	}

	private static @Nullable Integer status(RestClient.RequestHeadersSpec<?> request) {
		return request.exchange((sent, response) -> response.getStatusCode().value());
	}

	private void redirect(int status, int times) {
		this.server.fail(Call.BUSINESS,
				Fault.status(status, Map.of("Location", this.elsewhere.url() + "/api/products")), times);
	}

	private void logIn(AssertableApplicationContext context) {
		WestmoonSession session = WestmoonSession.received(this.server.issueSession(), "", "Bearer", Duration.ofDays(1),
				Clock.systemUTC());
		assertThat(context.getBean(SessionStore.class).save(session).block(TIMEOUT)).isTrue();
	}

}
