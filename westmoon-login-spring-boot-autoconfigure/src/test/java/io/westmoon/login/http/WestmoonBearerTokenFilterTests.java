package io.westmoon.login.http;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.Renewal;
import io.westmoon.login.SessionSource;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

import static io.westmoon.login.http.ScriptedSessions.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WestmoonBearerTokenFilterTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	private final ScriptedSessions sessions = new ScriptedSessions();

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void theConnectionIsFreeBeforeTheSessionIsRenewed() {
		ConnectionProvider one = ConnectionProvider.builder("one").maxConnections(1).build();
		WebClient.Builder client = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create(one)));
		WestmoonSession renewed = session(this.server.issueSession());
		this.sessions.onRenew = client.clone()
			.build()
			.get()
			.uri(this.server.url() + "/umc/user/user/info")
			.retrieve()
			.toBodilessEntity()
			.onErrorComplete()
			.thenReturn(new Renewal.Renewed(renewed));
		String answer = client(client).get().uri("/api/products").retrieve().bodyToMono(String.class).block(TIMEOUT);
		assertThat(answer).contains("\"code\":0");
		one.dispose();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json; charset=utf8mb4", "json" })
	void aRefusalWithAMalformedContentTypeIsReplayedToo(String contentType) {
		this.server.fail(Call.BUSINESS, Fault.answer(401, Map.of("Content-Type", contentType), "nobody"), 1);
		this.sessions.current = session(this.server.issueSession());
		this.sessions.renewal = new Renewal.Renewed(this.sessions.current);
		assertThat(get("/api/products")).contains("\"code\":0");
	}

	@Test
	void noResponseShowsTheSession() {
		this.sessions.current = session(this.server.issueSession());
		HttpRequest request = client().get()
			.uri("/api/products")
			.exchangeToMono((response) -> response.releaseBody()
				.thenReturn(response.mutate().header("X-Changed", "yes").build().request()))
			.block(TIMEOUT);
		assertThat(request.getURI().getPath()).isEqualTo("/api/products");
		assertThat(request.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)).isFalse();
	}

	@Test
	void noExceptionShowsTheSession() {
		WebClient copying = client().mutate()
			.filter((request, next) -> next.exchange(ClientRequest.from(request).header("X-Copied", "yes").build()))
			.build();
		for (WebClient client : List.of(client(), copying)) {
			assertThatExceptionOfType(WebClientResponseException.Unauthorized.class)
				.isThrownBy(() -> exchange(client, "/api/products", (attributes) -> {
				}))
				.satisfies((ex) -> {
					assertThat(ex.getRequest().getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)).isFalse();
					assertThat(ex.getMessage()).contains("401 Unauthorized from GET").contains("/api/products");
					assertThat(ex.getResponseBodyAsString().replace(" ", "")).contains("\"code\":401");
				});
		}
		this.server.close();
		assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(() -> get("/api/products"))
			.satisfies((ex) -> assertThat(ex.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)).isFalse());
	}

	@Test
	void aFilterBehindThatCopiesTheRequestSendsTheSession() {
		this.sessions.current = session(this.server.issueSession());
		WebClient client = client().mutate()
			.filter((request, next) -> next.exchange(ClientRequest.from(request).header("X-Copied", "yes").build()))
			.build();
		assertThat(exchange(client, "/api/products", (attributes) -> {
		})).contains("\"code\":0");
	}

	@Test
	void aCallerThatLeavesGivesItsConnectionBack() {
		ConnectionProvider one = ConnectionProvider.builder("one")
			.maxConnections(1)
			.pendingAcquireTimeout(Duration.ofSeconds(10))
			.build();
		WebClient client = client(
				WebClient.builder().clientConnector(new ReactorClientHttpConnector(HttpClient.create(one))));
		Sinks.Empty<Void> renewing = Sinks.empty();
		this.sessions.onRenew = Mono.<Renewal>never().doOnSubscribe((subscription) -> renewing.tryEmitEmpty());
		Disposable parked = client.get().uri("/api/products").retrieve().toBodilessEntity().subscribe();
		renewing.asMono().block(TIMEOUT);
		parked.dispose();
		this.sessions.current = session(this.server.issueSession());
		assertThat(exchange(client, "/api/products", (attributes) -> {
		})).contains("\"code\":0");
		one.dispose();
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 200 })
	void aCallerThatLeavesWhileItsAnswerIsReadGivesItsConnectionBack(int status) {
		Sinks.Empty<Void> refused = Sinks.empty();
		DisposableServer stalling = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.route((routes) -> routes
				.get("/stall", (request, response) -> response.status(status)
					.header("Content-Type", "application/json")
					.sendString(Flux.just("{\"data\":").concatWith(Flux.never()).doOnCancel(refused::tryEmitEmpty)))
				.get("/ok", (request, response) -> response.sendString(Mono.just("fine"))))
			.bindNow();
		ConnectionProvider one = ConnectionProvider.builder("one")
			.maxConnections(1)
			.pendingAcquireTimeout(Duration.ofSeconds(10))
			.build();
		String url = "http://127.0.0.1:" + stalling.port();
		Sinks.Empty<Void> read = Sinks.empty();
		WebClient client = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create(one)))
			.baseUrl(url)
			.filter(new WestmoonBearerTokenFilter(this.sessions,
					BearerTokenSettings.of(AllowedOrigins.of(List.of(url)))
						.withRefusalDetector(RefusalDetector.of(List.of(), List.of("-1")))))
			.filter((request, next) -> next.exchange(request).doOnNext((response) -> read.tryEmitEmpty()))
			.build();
		Disposable leaving = client.get().uri("/stall").retrieve().toBodilessEntity().subscribe();
		read.asMono().block(TIMEOUT);
		leaving.dispose();
		refused.asMono().block(TIMEOUT);
		assertThat(client.get().uri("/ok").retrieve().bodyToMono(String.class).block(TIMEOUT)).isEqualTo("fine");
		one.dispose();
		stalling.disposeNow(Duration.ofSeconds(5));
	}

	private String get(String path) {
		return exchange(client(), path, (attributes) -> {
		});
	}

	private static String exchange(WebClient client, String uri, Consumer<Map<String, Object>> attributes) {
		return client.get().uri(uri).attributes(attributes).retrieve().bodyToMono(String.class).block(TIMEOUT);
	}

	private WebClient client() {
		return client(WebClient.builder());
	}

	private WebClient client(WebClient.Builder builder) {
		return builder.baseUrl(this.server.url()).filter(filter(List.of(this.server.url()))).build();
	}

	private WestmoonBearerTokenFilter filter(List<String> origins) {
		return new WestmoonBearerTokenFilter(this.sessions, AllowedOrigins.of(origins));
	}

}
