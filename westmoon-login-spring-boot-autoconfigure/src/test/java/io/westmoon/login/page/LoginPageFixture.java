package io.westmoon.login.page;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.notify.RecordingChannel;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An application with a login page, the fake platform behind it and an HTTP client before
 * it. Subclasses choose the stack, so none shares its application with another one; it
 * ends with its tests, rather than keep on asking about their last code.
 */
@DirtiesContext
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = LoginPageFixture.Application.class,
		properties = { "spring.application.name=stock <service>", "westmoon.login.page.enabled=true",
				"server.netty.max-keep-alive-requests=1",
				"westmoon.login.page.public-url=https://jobs.example.com/westmoon/login" })
abstract class LoginPageFixture {

	static final Duration TIMEOUT = Duration.ofSeconds(30);

	static final String GUESSED = "0123456789abcdef0123456789abcdef";

	@Autowired
	WestmoonPlatformServer platform;

	@Autowired
	WestmoonAuthClient client;

	@LocalServerPort
	int port;

	PageHttpClient http;

	@BeforeEach
	void startAnew() {
		this.platform.recover();
		this.client.logout().block(TIMEOUT);
		this.http = new PageHttpClient("http://localhost:" + this.port + contextPath() + pagePath());
	}

	/**
	 * Returns what stands before the page's path.
	 */
	String contextPath() {
		return "";
	}

	String pagePath() {
		return "/westmoon/login";
	}

	/**
	 * Needs a login.
	 */
	CompletableFuture<WestmoonSession> login() {
		CompletableFuture<WestmoonSession> login = this.client.login().toFuture();
		await((attempt) -> attempt.state() == AttemptState.NEEDED);
		return login;
	}

	String id() {
		return this.client.status().attempt().id();
	}

	String look(String id) {
		return PageHttpClient.text(this.http.post("/" + id + "/code", PageHttpClient.SAME_ORIGIN));
	}

	JsonNode state(String id) {
		return JsonMapper.shared().readTree(this.http.get("/" + id + "/state").body());
	}

	void await(Predicate<LoginStatus.Attempt> condition) {
		Awaitility.await()
			.atMost(TIMEOUT)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.client.status().attempt() != null && condition.test(this.client.status().attempt()));
	}

	/**
	 * Follows an attempt's events until the stream ends.
	 * @param states where to add what is told, as it comes
	 * @return completes with the stream
	 */
	CompletableFuture<Void> follow(String id, List<JsonNode> states) {
		HttpResponse<InputStream> answer = this.http.open("/" + id + "/events");
		return CompletableFuture.runAsync(() -> {
			try (BufferedReader lines = new BufferedReader(
					new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
				for (String line = lines.readLine(); line != null; line = lines.readLine()) {
					if (line.startsWith("data:")) {
						states.add(JsonMapper.shared().readTree(line.substring("data:".length())));
					}
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	static void awaitTold(List<JsonNode> states, String state) {
		Awaitility.await()
			.atMost(TIMEOUT)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> states.stream().anyMatch((told) -> told.get("state").asString().equals(state)));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		RecordingChannel chat() {
			return new RecordingChannel();
		}

	}

}
