package io.westmoon.login.autoconfigure;

import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.LoginRequiredException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the clients of an application see that handles no {@link LoginRequiredException}.
 */
class LoginRequiredResponseTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@ParameterizedTest
	@CsvSource({ "SERVLET,/controller", "SERVLET,/mono", "SERVLET,/function", "REACTIVE,/controller", "REACTIVE,/mono",
			"REACTIVE,/function" })
	void itIs503AndTellsNoSecret(WebApplicationType type, String path) {
		try (ConfigurableApplicationContext context = run(type)) {
			String body = get(context, path).expectStatus()
				.isEqualTo(503)
				.expectHeader()
				.valueEquals("Retry-After", "60")
				.expectBody(String.class)
				.returnResult()
				.getResponseBody();
			assertThat(body).contains("503").doesNotContain("s3cret", "reason");
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET", "REACTIVE" })
	void theApplicationMayAnswerItself(WebApplicationType type) {
		try (ConfigurableApplicationContext context = run(type)) {
			get(context, "/handled").expectStatus()
				.isEqualTo(503)
				.expectHeader()
				.contentType("application/problem+json")
				.expectBody()
				.jsonPath("$.detail")
				.isEqualTo("This service is not logged in to Westmoon. Try again later.");
		}
	}

	private static LoginRequiredException problem() {
		return new LoginRequiredException("default", "reason", "https://jobs.example.com/westmoon/login/s3cret",
				Instant.now().plusSeconds(300));
	}

	private static WebTestClient.ResponseSpec get(ConfigurableApplicationContext context, String path) {
		return WebTestClient.bindToServer()
			.baseUrl("http://localhost:" + context.getEnvironment().getProperty("local.server.port"))
			.responseTimeout(TIMEOUT)
			.build()
			.get()
			.uri(path)
			.exchange();
	}

	private static ConfigurableApplicationContext run(WebApplicationType type) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.run("--server.port=0", "--server.netty.max-keep-alive-requests=1", "--spring.main.banner-mode=off",
					"--westmoon.login.store.type=memory");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Failing.class, Handling.class })
	static class Application {

		@Bean
		RouterFunction<ServerResponse> reactiveFunction() {
			return RouterFunctions.route(RequestPredicates.GET("/function"), (request) -> Mono.error(problem()));
		}

		@Bean
		org.springframework.web.servlet.function.RouterFunction<org.springframework.web.servlet.function.ServerResponse> servletFunction() {
			return org.springframework.web.servlet.function.RouterFunctions.route().GET("/function", (request) -> {
				throw problem();
			}).build();
		}

	}

	@RestController
	static class Failing {

		@GetMapping("/controller")
		String fail() {
			throw problem();
		}

		@GetMapping("/mono")
		Mono<String> failLater() {
			return Mono.error(problem());
		}

	}

	@RestController
	static class Handling {

		@GetMapping("/handled")
		String fail() {
			throw problem();
		}

		@ExceptionHandler
		LoginRequiredException answer(LoginRequiredException problem) {
			return problem;
		}

	}

}
