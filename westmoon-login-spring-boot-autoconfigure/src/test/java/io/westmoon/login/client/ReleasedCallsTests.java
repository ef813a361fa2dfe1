package io.westmoon.login.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.http.AllowedOrigins;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import io.westmoon.login.store.InMemorySessionStore;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that came one by one and wait for the same login, far more than the connection
 * pool has room for at once.
 */
class ReleasedCallsTests {

	private static final int CALLS = 600;

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	private final ConnectionProvider connections = ConnectionProvider.builder("small").maxConnections(50).build();

	private final WebClient.Builder builder = WebClient.builder()
		.clientConnector(new ReactorClientHttpConnector(HttpClient.create(this.connections)))
		.baseUrl(this.server.url());

	private final WestmoonAuthClient client = DefaultWestmoonAuthClient.builder()
		.platform(WebClientWestmoonPlatform.builder()
			.webClientBuilder(this.builder.clone())
			.baseUrl(this.server.url())
			.build())
		.store(new InMemorySessionStore())
		.pollInterval(Duration.ofMillis(50))
		.build();

	private final WebClient web = this.builder.clone()
		.filter(new WestmoonBearerTokenFilter(this.client, AllowedOrigins.of(List.of(this.server.url()))))
		.build();

	@AfterEach
	void stop() {
		this.client.close();
		this.server.close();
		this.connections.dispose();
	}

	@Test
	void noneFailsThoughAllGoOnAtTheSameTime() {
		List<CompletableFuture<String>> calls = Stream.generate(() -> call().toFuture()).limit(CALLS).toList();
		Awaitility.await().atMost(TIMEOUT).until(() -> this.client.status().waiting() == CALLS);
		this.server.awaitCode(TIMEOUT);
		this.server.scanAndConfirm();
		assertThat(calls).allSatisfy((call) -> assertThat(call).succeedsWithin(TIMEOUT).isEqualTo("answered"));
	}

	private Mono<String> call() {
		return this.web.get()
			.uri("/api/products?keyword=")
			.retrieve()
			.bodyToMono(String.class)
			.map((body) -> "answered")
			.onErrorResume((error) -> Mono.just(String.valueOf(error.getCause())));
	}

}
