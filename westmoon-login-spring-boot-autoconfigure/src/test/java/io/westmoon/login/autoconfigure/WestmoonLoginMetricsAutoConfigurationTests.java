package io.westmoon.login.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.westmoon.login.LoginInstrumentation;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonAuthClients;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.http.WestmoonBearerTokenInterceptor;
import io.westmoon.login.micrometer.AttemptObservationConvention;
import io.westmoon.login.micrometer.AttemptObservationContext;
import io.westmoon.login.micrometer.DefaultAttemptObservationConvention;
import io.westmoon.login.micrometer.MicrometerLoginInstrumentation;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

class WestmoonLoginMetricsAutoConfigurationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WestmoonLoginAutoConfiguration.class,
				WestmoonLoginMetricsAutoConfiguration.class))
		.withPropertyValues("westmoon.login.store.type=memory");

	private final ApplicationContextRunner metered = this.runner
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class));

	@Test
	void callsThatAreSentAgainAreCountedAndNotedInTheirObservations() {
		WestmoonPlatformServer server = WestmoonPlatformServer.start()
			.autoConfirm(true)
			.pollInterval(Duration.ofMillis(500));
		this.metered
			.withConfiguration(
					AutoConfigurations.of(ObservationAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
							WebClientAutoConfiguration.class, WebClientObservationAutoConfiguration.class,
							RestClientAutoConfiguration.class, RestClientObservationAutoConfiguration.class))
			.withUserConfiguration(OwnConvention.class)
			.withPropertyValues("westmoon.login.base-url=" + server.url())
			.run((context) -> {
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				WebClient web = context.getBean(WebClient.Builder.class)
					.baseUrl(server.url())
					.filter(context.getBean(WestmoonBearerTokenFilter.class))
					.build();
				assertThat(products(web)).contains("\"code\":0");
				server.revoke();
				assertThat(products(web)).contains("\"code\":0");
				assertThat(sum(meters, "westmoon.login.calls.replayed")).isOne();
				assertThat(sum(meters, "http.client.requests.westmoon.login.replayed")).isOne();
				RestClient rest = context.getBean(RestClient.Builder.class)
					.baseUrl(server.url())
					.requestInterceptor(context.getBean(WestmoonBearerTokenInterceptor.class))
					.build();
				server.revoke();
				assertThat(rest.get().uri("/api/products").retrieve().body(String.class)).contains("\"code\":0");
				assertThat(sum(meters, "westmoon.login.calls.replayed")).isEqualTo(2);
				assertThat(sum(meters, "http.client.requests.westmoon.login.replayed")).isEqualTo(2);
				assertThat(meters.get("westmoon.login.wait").tag("outcome", "success").timer().count()).isEqualTo(3);
				assertThat(meters.get("shop.login").tag("shop", "of default").timer().count()).isEqualTo(3);
			});
		server.close();
	}

	@Test
	void theMetersOfAnAccountComeAndGoWithIt() {
		this.metered.run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("westmoon.login.waiting").tag("account", "default").gauge().value()).isZero();
			WestmoonAuthClients clients = context.getBean(WestmoonAuthClients.class);
			clients.register("shop-9", Map.of());
			assertThat(meters.get("westmoon.login.waiting").tag("account", "shop-9").gauge().value()).isZero();
			clients.remove("shop-9");
			assertThat(meters.find("westmoon.login.waiting").tag("account", "shop-9").meters()).isEmpty();
			assertThat(meters.find("westmoon.login.attempts").tag("account", "shop-9").meters()).isEmpty();
			assertThat(meters.find("westmoon.login.attempts").tag("account", "default").meters()).isNotEmpty();
		});
	}

	@Test
	void aNoticeThatIsSentAfterItsAccountWasRemovedLeavesNoMeter() {
		this.metered.run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			WestmoonAuthClients clients = context.getBean(WestmoonAuthClients.class);
			LoginInstrumentation instrumentation = context.getBean(LoginInstrumentation.class);
			clients.register("shop-9", Map.of());
			instrumentation.noticeDelivered("shop-9", "wecom", true);
			assertThat(meters.get("westmoon.login.notices").tag("account", "shop-9").counter().count()).isOne();
			clients.remove("shop-9");
			instrumentation.noticeDelivered("shop-9", "wecom", true);
			assertThat(meters.find("westmoon.login.notices").meters()).isEmpty();
		});
	}

	@Test
	void aRegistryThatPushesAtTheEndFindsTheCounters() {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		this.runner.withBean(MeterRegistry.class, () -> meters)
			.run((context) -> assertThat(context).hasSingleBean(MicrometerLoginInstrumentation.class));
		assertThat(meters.find("westmoon.login.attempts").counters()).isNotEmpty();
	}

	@Test
	void withoutARegistryNothingIsMeasured() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(WestmoonAuthClient.class)
			.doesNotHaveBean(MicrometerLoginInstrumentation.class));
	}

	@Test
	void micrometerIsNotNeeded() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(WestmoonAuthClient.class)
				.doesNotHaveBean("westmoonLoginInstrumentation"));
	}

	@Test
	void nothingIsMeasuredWhenSwitchedOff() {
		this.metered.withPropertyValues("westmoon.login.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MicrometerLoginInstrumentation.class));
	}

	@Test
	void anInstrumentationOfTheApplicationReplacesThisOne() {
		SimpleMeterRegistry own = new SimpleMeterRegistry();
		this.metered
			.withBean(MicrometerLoginInstrumentation.class,
					() -> new MicrometerLoginInstrumentation(own, ObservationRegistry.NOOP))
			.run((context) -> {
				assertThat(context).hasSingleBean(MicrometerLoginInstrumentation.class);
				assertThat(own.find("westmoon.login.waiting").gauges()).isNotEmpty();
				assertThat(context.getBean(MeterRegistry.class).find("westmoon.login.waiting").gauges()).isEmpty();
			});
	}

	private static String products(WebClient web) {
		return web.get().uri("/api/products").retrieve().bodyToMono(String.class).block(TIMEOUT);
	}

	private static double sum(MeterRegistry meters, String name) {
		return meters.find(name).counters().stream().mapToDouble(Counter::count).sum();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConvention {

		@Bean
		AttemptObservationConvention attemptObservationConvention() {
			return new DefaultAttemptObservationConvention() {

				@Override
				public String getName() {
					return "shop.login";
				}

				@Override
				public KeyValues getLowCardinalityKeyValues(AttemptObservationContext context) {
					return super.getLowCardinalityKeyValues(context).and("shop", "of " + context.getAccount());
				}

			};
		}

	}

}
