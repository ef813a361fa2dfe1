package io.westmoon.login.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
import io.westmoon.login.test.ReceivedCall;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whole applications of each kind, in which every builder carries the filter.
 */
@ExtendWith(OutputCaptureExtension.class)
class WestmoonLoginIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start().autoConfirm(true);

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource(WebApplicationType.class)
	void aCallGetsItsSessionByALogin(WebApplicationType type) {
		try (ConfigurableApplicationContext context = run(type)) {
			WebClient web = context.getBean(WebClient.Builder.class).baseUrl(this.server.url()).build();
			assertThat(get(web, "/api/products?keyword=")).contains("\"code\":0");
			this.server.revoke();
			assertThat(get(web, "/api/products?keyword=")).contains("\"code\":0");
			assertThat(this.server.codes()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void healthTellsHowTheSessionStands(WebApplicationType type) {
		try (ConfigurableApplicationContext context = run(type)) {
			String health = "http://localhost:" + context.getEnvironment().getProperty("local.server.port")
					+ "/actuator/health/westmoonLogin";
			WebClient web = WebClient.create();
			context.getBean(WestmoonAuthClient.class).login().block(TIMEOUT);
			assertThat(get(web, health)).contains("\"status\":\"UP\"")
				.contains("\"state\":\"VALID\"")
				.contains("\"userId\":\"85844\"")
				.contains("\"expiresAt\"")
				.contains("\"verifiedAt\"")
				.doesNotContain("token");
			context.getBean(WestmoonAuthClient.class).logout().block(TIMEOUT);
			String missing = web.get()
				.uri(health)
				.exchangeToMono((response) -> response.bodyToMono(String.class))
				.block(TIMEOUT);
			assertThat(missing).contains("\"status\":\"DOWN\"").contains("\"state\":\"MISSING\"");
		}
	}

	@ParameterizedTest
	@EnumSource(WebApplicationType.class)
	void aPollUnderWayAtShutdownStillKeepsItsSession(WebApplicationType type) {
		this.server.autoConfirm(false);
		CompletableFuture<ReceivedCall> confirmation = new CompletableFuture<>();
		this.server.listener((call) -> {
			if (call.call() == Call.POLL && call.answer().contains("confirmed")) {
				confirmation.complete(call);
			}
		});
		SessionStore store;
		try (ConfigurableApplicationContext context = run(type)) {
			store = context.getBean(SessionStore.class);
			this.server.fail(Call.POLL, Fault.delay(Duration.ofMillis(500)));
			context.getBean(WestmoonAuthClient.class).startLogin().block(TIMEOUT);
			this.server.scanAndConfirm();
			assertThat(confirmation).succeedsWithin(TIMEOUT);
		}
		assertThat(store.attempt().block(TIMEOUT).state()).isEqualTo(AttemptState.CONFIRMED);
	}

	@ParameterizedTest
	@EnumSource(WebApplicationType.class)
	void aContextThatClosesDuringALoginLeavesTheAttemptAndNothingElse(WebApplicationType type, CapturedOutput output) {
		this.server.autoConfirm(false);
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		SessionStore store;
		CompletableFuture<WestmoonSession> call;
		try (ConfigurableApplicationContext context = run(type)) {
			store = context.getBean(SessionStore.class);
			call = context.getBean(WestmoonAuthClient.class).session().toFuture();
			this.server.awaitCode(TIMEOUT);
			this.server.awaitCalls(Call.POLL, 2, TIMEOUT);
		}
		assertThat(call).failsWithin(TIMEOUT)
			.withThrowableThat()
			.withCauseInstanceOf(LoginRequiredException.class)
			.withMessageContaining("finished by whoever needs it next");
		assertThat(store.attempt().block(TIMEOUT).state()).isEqualTo(AttemptState.SHOWN);
		List<String> left = Flux.interval(Duration.ofMillis(50))
			.map((tick) -> namesOfNewThreads(before))
			.takeUntil(List::isEmpty)
			.take(Duration.ofSeconds(10))
			.blockLast(TIMEOUT);
		assertThat(left).as("threads that keep the process alive").isEmpty();
		assertThat(output.getAll()).doesNotContain(" ERROR ");
	}

	/**
	 * Leaves out the fake platform's threads, which stay as long as the test.
	 */
	private static List<String> namesOfNewThreads(Set<Thread> before) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !thread.isDaemon() && thread.isAlive() && !before.contains(thread))
			.map(Thread::getName)
			.filter((name) -> !name.startsWith("MockWebServer"))
			.toList();
	}

	private ConfigurableApplicationContext run(WebApplicationType type) {
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(type).build();
		return application.run("--server.port=0", "--server.netty.max-keep-alive-requests=1",
				"--spring.main.banner-mode=off", "--westmoon.login.store.type=memory",
				"--westmoon.login.base-url=" + this.server.url(), "--westmoon.login.polling.interval=20ms",
				"--management.endpoint.health.show-details=always");
	}

	private static String get(WebClient web, String uri) {
		return web.get().uri(uri).retrieve().bodyToMono(String.class).block(TIMEOUT);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		WebClientCustomizer sessionOnEveryCall(WestmoonBearerTokenFilter filter) {
			return (builder) -> builder.filter(filter);
		}

	}

}
