package io.westmoon.login.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginListener;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.faults.Leaks;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
import io.westmoon.login.test.ReceivedCall;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.login.testsupport.CapturedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No token, scan token or attempt id is seen outside the store and the calls themselves,
 * whatever client makes the calls, however they end, and however much is logged.
 */
class LeakTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Pattern QUERY_TOKEN = Pattern.compile("scan_token=([^&]+)");

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Level rootLevel = this.root.getLevel();

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start().autoConfirm(true);

	private final WestmoonPlatformServer elsewhere = WestmoonPlatformServer.start();

	private final Set<String> secrets = ConcurrentHashMap.newKeySet();

	private final List<String> shown = new CopyOnWriteArrayList<>();

	@AfterEach
	void stop() {
		this.server.close();
		this.elsewhere.close();
		WireLoggingEnvironmentPostProcessor.LOGGERS
			.forEach((name) -> ((Logger) LoggerFactory.getLogger(name)).setLevel(null));
		this.root.setLevel(this.rootLevel);
	}

	@ParameterizedTest
	@CsvSource({ "reactor, DEBUG", "reactor, TRACE", "jdk, DEBUG", "jdk, TRACE", "jetty, DEBUG", "jetty, TRACE",
			"http-components, DEBUG", "http-components, TRACE" })
	void nothingThatIsSecretIsShown(String connector, String level) {
		this.server.listener(this::collect);
		try (ConfigurableApplicationContext context = start(connector, level,
				"--westmoon.login.base-url=" + this.server.url());
				CapturedLog log = CapturedLog.open(Level.valueOf(level))) {
			WestmoonSession session = context.getBean(WestmoonAuthClient.class).session().block(TIMEOUT);
			this.secrets.addAll(List.of(session.accessToken(), session.refreshToken()));
			for (Fault fault : faults()) {
				callAll(context, session, fault);
			}
			this.server.close();
			callAll(context, session, null);
			assertThat(this.secrets).hasSizeGreaterThanOrEqualTo(4);
			assertThat(log.lines()).hasSizeGreaterThan(20);
			assertThat(log.lines()).filteredOn((line) -> leaks(line.toString()))
				.extracting(CapturedLog.Line::logger)
				.isEmpty();
			assertThat(this.shown).hasSizeGreaterThan(50);
			assertThat(this.shown).filteredOn(this::leaks).isEmpty();
			assertThat(meters(context)).isNotEmpty();
			assertThat(meters(context)).filteredOn(this::leaks).isEmpty();
		}
	}

	private static ConfigurableApplicationContext start(String connector, String level, String... more) {
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.build();
		return application.run(Stream.concat(
				Stream.of("--spring.main.banner-mode=off", "--logging.level.root=" + level,
						"--westmoon.login.store.type=memory", "--spring.http.clients.reactive.connector=" + connector),
				Stream.of(more))
			.toArray(String[]::new));
	}

	private List<Fault> faults() {
		String location = this.elsewhere.url() + "/api/products";
		Map<String, String> challenge = Map.of("WWW-Authenticate", "Bearer");
		return List.of(Fault.delay(Duration.ZERO), Fault.status(307, Map.of("Location", location)),
				Fault.status(401, challenge), Fault.status(500), Fault.brokenJson(), Fault.reset());
	}

	/**
	 * Makes each kind of call once, so that it fails in that way.
	 */
	private void callAll(ConfigurableApplicationContext context, WestmoonSession session, Fault fault) {
		WestmoonPlatform platform = context.getBean(WestmoonPlatform.class);
		WebClient business = context.getBean(WebClient.Builder.class)
			.baseUrl(context.getEnvironment().getRequiredProperty("westmoon.login.base-url"))
			.filter(context.getBean(WestmoonBearerTokenFilter.class))
			.build();
		if (fault != null) {
			List.of(Call.GENERATE, Call.POLL, Call.INFO, Call.BUSINESS)
				.forEach((call) -> this.server.fail(call, fault));
		}
		this.secrets.add("scan-00c0ffee");
		show(platform.requestCode().doOnNext((code) -> this.secrets.add(code.scanToken())));
		show(platform.poll("scan-00c0ffee"));
		show(platform.check(session));
		show(business.get().uri("/api/products").retrieve().bodyToMono(String.class).thenReturn("answered"));
		LoginStatus status = context.getBean(WestmoonAuthClient.class).status();
		this.secrets.add(status.attempt().id());
		this.shown.add(status.toString());
		this.shown.addAll(context.getBean(Recorder.class).seen);
	}

	private void show(Mono<?> call) {
		try {
			this.shown.add(String.valueOf(call.block(TIMEOUT)));
		}
		catch (RuntimeException ex) {
			this.shown.addAll(Leaks.texts(ex));
			if (ex instanceof WebClientRequestException request) {
				this.shown.add(request.getUri() + " " + request.getHeaders());
			}
			if (ex instanceof WebClientResponseException response && response.getRequest() != null) {
				this.shown.add(response.getRequest() + " " + response.getRequest().getHeaders());
			}
		}
	}

	private void collect(ReceivedCall call) {
		Matcher scanToken = QUERY_TOKEN.matcher(call.uri().toString());
		if (scanToken.find()) {
			this.secrets.add(scanToken.group(1));
		}
	}

	private boolean leaks(String text) {
		return Leaks.isIn(text) || this.secrets.stream().anyMatch(text::contains);
	}

	private static List<String> meters(ConfigurableApplicationContext context) {
		List<String> meters = new ArrayList<>();
		context.getBean(MeterRegistry.class).getMeters().forEach((meter) -> meters.add(meter.getId().toString()));
		return meters;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
			WebClientAutoConfiguration.class, WestmoonLoginAutoConfiguration.class })
	static class Application {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

		@Bean
		WebClientCustomizer observations(MeterRegistry meters, Recorder recorder) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig()
				.observationHandler(new DefaultMeterObservationHandler(meters))
				.observationHandler(recorder);
			return (builder) -> builder.observationRegistry(registry);
		}

	}

	/**
	 * Sees all observations and events as text.
	 */
	static final class Recorder implements ObservationHandler<Observation.Context>, LoginListener {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@Override
		public void onStop(Observation.Context context) {
			this.seen.add(context.getName() + " " + context.getContextualName() + " " + context.getAllKeyValues() + " "
					+ context.getError());
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public void onEvent(LoginEvent event) {
			this.seen.add(event.toString());
		}

	}

}
