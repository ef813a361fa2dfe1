package io.westmoon.login.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.SessionCheck;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.cloud.client.discovery.composite.reactive.ReactiveCompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.reactive.SimpleReactiveDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerBeanPostProcessorAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerClientAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;

import static org.assertj.core.api.Assertions.assertThat;

class PlatformWebClientBuilderTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final AtomicInteger CONNECTIONS = new AtomicInteger();

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	private final WestmoonPlatformServer elsewhere = WestmoonPlatformServer.start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
						WebClientAutoConfiguration.class, WestmoonLoginAutoConfiguration.class))
		.withPropertyValues("westmoon.login.store.type=memory", "westmoon.login.base-url=" + this.server.url());

	private final ApplicationContextRunner loadBalancer = this.runner
		.withConfiguration(AutoConfigurations.of(LoadBalancerAutoConfiguration.class,
				LoadBalancerBeanPostProcessorAutoConfiguration.class, ReactorLoadBalancerClientAutoConfiguration.class,
				UtilAutoConfiguration.class, SimpleReactiveDiscoveryClientAutoConfiguration.class,
				ReactiveCompositeDiscoveryClientAutoConfiguration.class))
		.withPropertyValues("spring.cloud.discovery.client.simple.instances.products[0].uri=" + this.elsewhere.url());

	@AfterEach
	void stop() {
		this.server.close();
		this.elsewhere.close();
	}

	@Test
	void loginCallsFollowNoRedirectAlthoughTheApplicationsCallsDo() {
		this.server.fail(Call.INFO,
				Fault.status(307, Map.of("Location", this.elsewhere.url() + "/umc/user/user/info")));
		this.runner.run((context) -> {
			assertThat(check(context)).isEqualTo(SessionCheck.Verdict.UNKNOWN);
			assertThat(this.elsewhere.infoCalls()).isZero();
			context.getBean(WebClient.Builder.class)
				.build()
				.get()
				.uri(this.server.url() + "/umc/user/user/info")
				.exchangeToMono(ClientResponse::releaseBody)
				.block(TIMEOUT);
			assertThat(this.elsewhere.infoCalls()).isOne();
		});
	}

	@Test
	void loginCallsFollowNoRedirectAlthoughACustomizerSaysSo() {
		this.server.fail(Call.INFO,
				Fault.status(307, Map.of("Location", this.elsewhere.url() + "/umc/user/user/info")));
		this.runner.withUserConfiguration(FollowingCustomizer.class).run((context) -> {
			assertThat(check(context)).isEqualTo(SessionCheck.Verdict.UNKNOWN);
			assertThat(this.elsewhere.infoCalls()).isZero();
		});
	}

	@Test
	void theApplicationsConnectorSettingsApply() {
		this.server.fail(Call.INFO, Fault.delay(Duration.ofSeconds(5)));
		this.runner.withPropertyValues("spring.http.clients.read-timeout=100ms")
			.run((context) -> assertThat(check(context)).isEqualTo(SessionCheck.Verdict.UNKNOWN));
	}

	@Test
	void aConnectorThatACustomizerSetsIsUsed() {
		CONNECTIONS.set(0);
		this.runner.withUserConfiguration(OwnConnector.class).run((context) -> {
			assertThat(check(context)).isEqualTo(SessionCheck.Verdict.REJECTED);
			assertThat(CONNECTIONS).hasValue(1);
		});
	}

	@Test
	void theClientIsBuiltBeforeTheFirstCall() {
		this.runner.withUserConfiguration(CountingCustomizer.class).run((context) -> {
			int built = context.getBean(CountingCustomizer.class).builders.get();
			assertThat(built).isOne();
			check(context);
			assertThat(context.getBean(CountingCustomizer.class).builders).hasValue(built);
		});
	}

	@Test
	void aLoadBalancedBuilderIsForTheApplicationsCallsOnly() {
		this.loadBalancer.withUserConfiguration(LoadBalancedBuilder.class).run((context) -> {
			assertThat(check(context)).isEqualTo(SessionCheck.Verdict.REJECTED);
			assertThat(callProducts(context.getBean(WebClient.Builder.class))).isEqualTo(HttpStatus.UNAUTHORIZED);
			assertThat(this.elsewhere.infoCalls()).isOne();
		});
	}

	@Test
	void twoBuildersAreForTheApplicationsCallsOnly() {
		this.loadBalancer.withUserConfiguration(LoadBalancedBuilder.class, OtherBuilder.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(check(context)).isEqualTo(SessionCheck.Verdict.REJECTED);
		});
	}

	@Test
	void theNamedBuilderIsUsedAndLeavesTheApplicationItsOwn() {
		CONNECTIONS.set(0);
		this.runner.withUserConfiguration(NamedBuilder.class).run((context) -> {
			assertThat(check(context)).isEqualTo(SessionCheck.Verdict.REJECTED);
			assertThat(CONNECTIONS).hasValue(1);
			context.getBean(WebClient.Builder.class)
				.build()
				.get()
				.uri(this.elsewhere.url())
				.exchangeToMono(ClientResponse::releaseBody)
				.block(TIMEOUT);
			assertThat(CONNECTIONS).hasValue(1);
		});
	}

	private static HttpStatusCode callProducts(WebClient.Builder builder) {
		return builder.build()
			.get()
			.uri("http://products/umc/user/user/info")
			.exchangeToMono((response) -> response.releaseBody().thenReturn(response.statusCode()))
			.block(TIMEOUT);
	}

	private static SessionCheck.Verdict check(ApplicationContext context) {
		WestmoonSession session = WestmoonSession.received("dead", "", "Bearer", Duration.ZERO, Clock.systemUTC());
		return context.getBean(WestmoonPlatform.class).check(session).block(TIMEOUT).verdict();
	}

	private static ReactorClientHttpConnector countingConnector() {
		return new ReactorClientHttpConnector(
				HttpClient.newConnection().doOnConnected((connection) -> CONNECTIONS.incrementAndGet()));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConnector {

		@Bean
		WebClientCustomizer ownConnectorCustomizer() {
			return (builder) -> builder.clientConnector(countingConnector());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FollowingCustomizer {

		@Bean
		ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> followRedirects() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.followRedirect(true));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CountingCustomizer {

		private final AtomicInteger builders = new AtomicInteger();

		@Bean
		WebClientCustomizer counting() {
			return (builder) -> this.builders.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LoadBalancedBuilder {

		@Bean
		@LoadBalanced
		WebClient.Builder loadBalancedBuilder() {
			return WebClient.builder();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherBuilder {

		@Bean
		WebClient.Builder otherBuilder() {
			return WebClient.builder();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NamedBuilder {

		@Bean(defaultCandidate = false)
		WebClient.Builder westmoonPlatformWebClientBuilder() {
			return WebClient.builder().clientConnector(countingConnector());
		}

	}

}
