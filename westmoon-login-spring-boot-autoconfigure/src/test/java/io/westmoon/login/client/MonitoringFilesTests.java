package io.westmoon.login.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.micrometer.LoginMeterDocumentation;
import io.westmoon.login.micrometer.MicrometerLoginInstrumentation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard and the alerts name only what Prometheus receives after an eventful life.
 */
class MonitoringFilesTests extends EngineFixture {

	private static final Path DIRECTORY = Path.of("../docs/monitoring");

	private static final Pattern METRIC = Pattern.compile("\\bwestmoon_login_\\w+");

	private static final Pattern LABEL = Pattern.compile("[{ ,](\\w+)\\s*[!=]~?\\s*\\\\?\"([^\"\\\\]*)");

	private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT,
			new PrometheusRegistry(), new MeteredTime(this.time));

	private String scraped;

	@BeforeEach
	void liveALife() {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(this.meters));
		FaultyStore faulty = new FaultyStore(this.store);
		MicrometerLoginInstrumentation instrumentation = new MicrometerLoginInstrumentation(this.meters, observations);
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().listener(instrumentation), faulty);
		PendingCall<WestmoonSession> call = call(client.session(Duration.ofMinutes(10)));
		call(client.session(Duration.ZERO));
		this.time.pass(Duration.ofMinutes(6));
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		WestmoonSession session = call.value();
		faulty.onLoad = (load) -> Mono.error(FaultyStore.full());
		call(client.renew(session, null));
		faulty.onLoad = (load) -> load;
		client.noteReplay(Context.empty());
		instrumentation.noticeDelivered(client.account(), "wecom", true);
		this.time.pass(Duration.ofMinutes(1));
		this.scraped = this.meters.scrape();
	}

	@Test
	void eachMeterIsExported() {
		assertThat(Stream.of(LoginMeterDocumentation.values()).map((meter) -> meter.getName().replace('.', '_')))
			.allSatisfy((name) -> assertThat(exported()).anyMatch((metric) -> metric.startsWith(name)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "dashboard.json", "alerts.yml", "alerts-test.yml" })
	void onlyWhatIsExportedIsNamed(String file) throws IOException {
		String text = Files.readString(DIRECTORY.resolve(file));
		assertThat(METRIC.matcher(text).results().map((metric) -> metric.group())).hasSizeGreaterThan(5)
			.allSatisfy((metric) -> assertThat(exported()).contains(metric));
	}

	@Test
	void theAlertsNameOnlyValuesThatAreDocumented() throws IOException {
		String page = Files.readString(Path.of("../docs/monitoring.md"));
		Set<String> values = LABEL.matcher(Files.readString(DIRECTORY.resolve("alerts.yml")))
			.results()
			.flatMap((label) -> Stream.of(label.group(2).split("\\|")))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(values).contains("replaced_elsewhere", "unknown")
			.allSatisfy((value) -> assertThat(page).contains("`" + value + "`"));
	}

	@Test
	void theDashboardIsJson() throws IOException {
		assertThat(JsonMapper.shared().readTree(Files.readString(DIRECTORY.resolve("dashboard.json"))).get("panels"))
			.hasSizeGreaterThan(10);
	}

	@Test
	void nothingThatIsExportedIsASecret() {
		assertThat(this.scraped).doesNotContain("scan-1", "token-of", "refresh", attempt().id(), "u1");
	}

	private Set<String> exported() {
		return METRIC.matcher(this.scraped)
			.results()
			.map((metric) -> metric.group())
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
