package io.westmoon.login.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * More blocking calls than the server has threads, while nobody is logged in.
 */
class BlockedServerThreadsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final int THREADS = 10;

	private static final int CALLS = 40;

	private final WestmoonPlatformServer platform = WestmoonPlatformServer.start();

	private final HttpClient http = HttpClient.newHttpClient();

	@AfterEach
	void stop() {
		this.platform.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Tomcat", "Jetty" })
	void halfOfTheThreadsStayFree(String server) throws Exception {
		try (ConfigurableApplicationContext context = run(server)) {
			BlockingQueue<HttpResponse<String>> ended = new LinkedBlockingQueue<>();
			List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, CALLS)
				.mapToObj((call) -> get(context, "/products").whenComplete((response, error) -> ended.add(response)))
				.toList();
			for (int refused = 0; refused < CALLS - THREADS / 2; refused++) {
				HttpResponse<String> response = ended.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
				assertThat(response).as("answer " + refused).isNotNull();
				assertThat(response.statusCode()).isEqualTo(503);
			}
			WestmoonAuthClient client = context.getBean(WestmoonAuthClient.class);
			assertThat(client.status().waiting()).isEqualTo(THREADS / 2);
			this.platform.awaitCode(TIMEOUT);
			assertThat(get(context, "/actuator/health/liveness")).succeedsWithin(TIMEOUT)
				.satisfies((response) -> assertThat(response.statusCode()).isEqualTo(200));
			assertThat(get(context, "/actuator/health")).succeedsWithin(TIMEOUT)
				.satisfies((response) -> assertThat(response.body()).contains("DOWN"));
			assertThat(get(context, "/westmoon/login/" + client.status().attempt().id())).succeedsWithin(TIMEOUT)
				.satisfies((response) -> assertThat(response.statusCode()).isEqualTo(200));
			assertThat(ended).isEmpty();
			this.platform.scanAndConfirm();
			assertThat(CompletableFuture.allOf(calls.toArray(new CompletableFuture<?>[0]))).succeedsWithin(TIMEOUT);
			assertThat(ended).hasSize(THREADS / 2).allMatch((response) -> response.statusCode() == 200);
		}
	}

	private CompletableFuture<HttpResponse<String>> get(ConfigurableApplicationContext context, String path) {
		URI uri = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
		return this.http.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
	}

	private ConfigurableApplicationContext run(String server) {
		String other = server.equals("Tomcat") ? "Jetty" : "Tomcat";
		String otherConfiguration = "org.springframework.boot." + other.toLowerCase() + ".autoconfigure.servlet."
				+ other + "ServletWebServerAutoConfiguration";
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.SERVLET)
			.run("--server.port=0", "--spring.autoconfigure.exclude=" + otherConfiguration,
					"--server." + server.toLowerCase() + ".threads.max=" + THREADS, "--spring.main.banner-mode=off",
					"--westmoon.login.store.type=memory", "--westmoon.login.base-url=" + this.platform.url(),
					"--westmoon.login.polling.interval=20ms", "--westmoon.login.page.enabled=true");
		assertThat(((WebServerApplicationContext) context).getWebServer().getClass().getSimpleName())
			.startsWith(server);
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Products.class)
	static class Application {

	}

	@RestController
	static class Products {

		private final WebClient client;

		Products(WebClient.Builder builder, WestmoonBearerTokenFilter session, WestmoonLoginProperties properties) {
			this.client = builder.baseUrl(properties.getBaseUrl()).filter(session).build();
		}

		@GetMapping("/products")
		String products() {
			return this.client.get().uri("/api/products?keyword=").retrieve().bodyToMono(String.class).block();
		}

	}

}
