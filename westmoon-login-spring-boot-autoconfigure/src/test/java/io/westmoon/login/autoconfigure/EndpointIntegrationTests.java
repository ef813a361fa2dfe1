package io.westmoon.login.autoconfigure;

import java.time.Duration;

import io.westmoon.login.AttemptState;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint {@code westmoonlogin} over HTTP, in both kinds of web application.
 */
class EndpointIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final String[] OPEN = { "--management.endpoint.westmoonlogin.access=unrestricted" };

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void itTellsWhatTheStatusTells(WebApplicationType type) {
		try (ConfigurableApplicationContext context = run(type)) {
			this.server.autoConfirm(true);
			WestmoonAuthClient client = context.getBean(WestmoonAuthClient.class);
			client.login().block(TIMEOUT);
			client.check().block(TIMEOUT);
			web(context, HttpMethod.GET, "").expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.accounts.default.session.state")
				.isEqualTo("VALID")
				.jsonPath("$.accounts.default.session.userId")
				.isEqualTo("85844")
				.jsonPath("$.accounts.default.session.expiresAt")
				.isEqualTo(client.status().session().expiresAt().toString())
				.jsonPath("$.accounts.default.login.state")
				.isEqualTo("ACCEPTED")
				.jsonPath("$.accounts.default.waitingCalls")
				.isEqualTo(0);
			web(context, HttpMethod.GET, "/default").expectBody().jsonPath("$.session.state").isEqualTo("VALID");
			web(context, HttpMethod.GET, "/nobody").expectStatus().isNotFound();
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void itChangesNothingUnlessItIsAllowedTo(WebApplicationType type) {
		try (ConfigurableApplicationContext context = run(type)) {
			web(context, HttpMethod.POST, "/default").expectStatus().is4xxClientError();
			web(context, HttpMethod.DELETE, "/default").expectStatus().is4xxClientError();
			assertThat(this.server.codes()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void aPostWithoutABodyAsksForALoginAndADeleteLogsOut(WebApplicationType type) {
		try (ConfigurableApplicationContext context = run(type, OPEN)) {
			web(context, HttpMethod.POST, "/default/notify-test").expectStatus()
				.isOk()
				.expectBody()
				.json("{\"channels\":{}}");
			web(context, HttpMethod.POST, "/default/other").expectStatus().isNotFound();
			String answer = web(context, HttpMethod.POST, "/default").expectStatus()
				.isAccepted()
				.expectBody(String.class)
				.returnResult()
				.getResponseBody();
			assertThat(answer).contains("\"state\":\"SHOWN\"")
				.contains("codeExpiresAt")
				.doesNotContain(this.server.currentCode().orElseThrow().scanToken());
			web(context, HttpMethod.POST, "/default").expectStatus().isAccepted();
			assertThat(this.server.codes()).isOne();
			this.server.scanAndConfirm();
			WestmoonAuthClient client = context.getBean(WestmoonAuthClient.class);
			client.session().block(TIMEOUT);
			web(context, HttpMethod.DELETE, "/default").expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.session.state")
				.isEqualTo("MISSING");
			assertThat(client.status().attempt().state()).isEqualTo(AttemptState.LOGGED_OUT);
			web(context, HttpMethod.POST, "/nobody").expectStatus().isNotFound();
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void itSaysWhatIsWrong(WebApplicationType type) {
		try (ConfigurableApplicationContext context = run(type, OPEN)) {
			this.server.fail(Call.GENERATE, Fault.body("{\"code\": 500, \"msg\": \"维护中\"}"));
			web(context, HttpMethod.POST, "/default").expectStatus()
				.isEqualTo(503)
				.expectBody(String.class)
				.value((body) -> assertThat(body).contains("维护中"));
			web(context, HttpMethod.GET, "/default").expectBody()
				.jsonPath("$.login.failure")
				.isEqualTo("PLATFORM")
				.jsonPath("$.login.coolDownUntil")
				.isNotEmpty();
		}
	}

	private WebTestClient.ResponseSpec web(ConfigurableApplicationContext context, HttpMethod method, String path) {
		return WebTestClient.bindToServer()
			.baseUrl("http://localhost:" + context.getEnvironment().getProperty("local.server.port"))
			.responseTimeout(TIMEOUT)
			.build()
			.method(method)
			.uri("/actuator/westmoonlogin" + path)
			.exchange();
	}

	private ConfigurableApplicationContext run(WebApplicationType type, String... arguments) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(Application.class).web(type)
			.properties("server.port=0", "server.netty.max-keep-alive-requests=1", "spring.main.banner-mode=off",
					"westmoon.login.store.type=memory", "westmoon.login.base-url=" + this.server.url(),
					"westmoon.login.polling.interval=20ms", "management.endpoints.web.exposure.include=westmoonlogin");
		return builder.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
