package io.westmoon.login.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.westmoon.login.UnknownAccountException;
import io.westmoon.login.WestmoonAuthClients;
import io.westmoon.login.http.WestmoonWebClients;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.ReceivedCall;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/**
 * Clients that need no property.
 */
class WestmoonWebClientsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final List<ReceivedCall> calls = new CopyOnWriteArrayList<>();

	private final WestmoonPlatformServer server = start();

	private final WestmoonPlatformServer elsewhere = start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(WebClientAutoConfiguration.class, WestmoonLoginAutoConfiguration.class))
		.withPropertyValues("westmoon.login.store.type=memory", "westmoon.login.base-url=" + this.server.url(),
				"westmoon.login.polling.interval=20ms");

	private final ApplicationContextRunner twoShops = this.runner.withPropertyValues(
			"westmoon.login.accounts.shop-a.expected-user-id=4711",
			"westmoon.login.accounts.shop-b.base-url=" + this.elsewhere.url());

	private WestmoonPlatformServer start() {
		return WestmoonPlatformServer.start().autoConfirm(true).listener((call) -> {
			if (call.call() == Call.BUSINESS) {
				this.calls.add(call);
			}
		});
	}

	@AfterEach
	void stop() {
		this.server.close();
		this.elsewhere.close();
	}

	@Test
	void aClientHasTheBaseUrlTheCustomizersAndTheSession() {
		this.runner.withUserConfiguration(Customized.class).run((context) -> {
			search(context.getBean(WestmoonWebClients.class).create());
			assertThat(this.server.businessCalls()).isOne();
			assertThat(sent("authorization")).startsWith("Bearer ");
			assertThat(sent("x-application")).isEqualTo("stock");
		});
	}

	@Test
	void theApplicationsOwnBuilderIsNotUsed() {
		this.runner.withUserConfiguration(OwnBuilder.class).run((context) -> {
			search(context.getBean(WestmoonWebClients.class).create());
			assertThat(this.server.businessCalls()).isOne();
		});
	}

	@Test
	void clientsAreIndependentOfOneAnotherAndCanDiffer() {
		this.runner.run((context) -> {
			WestmoonWebClients clients = context.getBean(WestmoonWebClients.class);
			search(clients.create((builder) -> builder.defaultHeader("x-application", "prices")));
			assertThat(sent("x-application")).isEqualTo("prices");
			search(clients.create());
			assertThat(sent("x-application")).isNull();
			clients.create((builder) -> builder.baseUrl(this.elsewhere.url()))
				.get()
				.uri("/api/products")
				.exchangeToMono(ClientResponse::releaseBody)
				.block(TIMEOUT);
			assertThat(this.elsewhere.businessCalls()).isOne();
		});
	}

	@Test
	void aFilterThatIsGivenToTheClientDoesNotSeeTheToken() {
		List<HttpHeaders> seen = new CopyOnWriteArrayList<>();
		ExchangeFilterFunction log = (request, next) -> {
			seen.add(request.headers());
			return next.exchange(request);
		};
		this.runner.run((context) -> {
			search(context.getBean(WestmoonWebClients.class).create((builder) -> builder.filter(log)));
			assertThat(sent("authorization")).isNotNull();
			assertThat(seen).singleElement()
				.satisfies((headers) -> assertThat(headers.containsHeader(HttpHeaders.AUTHORIZATION)).isFalse());
		});
	}

	@Test
	void anAccountsClientHasItsBaseUrlAndItsSession() {
		this.twoShops.run((context) -> {
			WestmoonWebClients clients = context.getBean(WestmoonWebClients.class);
			search(clients.forAccount("shop-b"));
			assertThat(this.elsewhere.businessCalls()).isOne();
			assertThat(this.elsewhere.codes()).isOne();
			search(clients.forAccount("default"));
			search(clients.create());
			assertThat(this.server.businessCalls()).isEqualTo(2);
			assertThat(this.server.codes()).isOne();
			assertThatExceptionOfType(UnknownAccountException.class).isThrownBy(() -> clients.forAccount("shop-c"))
				.withMessageContaining("shop-a");
		});
	}

	@Test
	void anAccountThatIsRegisteredLaterHasClientsToo() {
		this.runner.run((context) -> {
			context.getBean(WestmoonAuthClients.class).register("shop-c", Map.of("base-url", this.elsewhere.url()));
			search(context.getBean(WestmoonWebClients.class).forAccount("shop-c"));
			assertThat(this.elsewhere.businessCalls()).isOne();
		});
	}

	@Test
	void theOnlyAccountNeedsNoName() {
		this.runner
			.withPropertyValues("westmoon.login.default-account=false",
					"westmoon.login.accounts.shop-b.base-url=" + this.elsewhere.url())
			.run((context) -> {
				search(context.getBean(WestmoonWebClients.class).create());
				assertThat(this.elsewhere.businessCalls()).isOne();
			});
	}

	@Test
	void ofSeveralAccountsWithoutADefaultOneMustBeNamed() {
		this.twoShops.withPropertyValues("westmoon.login.default-account=false")
			.run((context) -> assertThatIllegalStateException()
				.isThrownBy(() -> context.getBean(WestmoonWebClients.class).create())
				.withMessageContaining("shop-a, shop-b")
				.withMessageContaining("forAccount")
				.withMessageContaining("by an attribute"));
	}

	@Test
	void withoutTheAutoConfigurationOfWebClientThereAreClientsToo() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WestmoonLoginAutoConfiguration.class))
			.withPropertyValues("westmoon.login.store.type=memory", "westmoon.login.base-url=" + this.server.url(),
					"westmoon.login.polling.interval=20ms")
			.run((context) -> {
				search(context.getBean(WestmoonWebClients.class).create());
				assertThat(this.server.businessCalls()).isOne();
			});
	}

	@Test
	void withoutWebClientThereAreNone() {
		this.runner.withClassLoader(new FilteredClassLoader(WebClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WestmoonWebClients.class));
	}

	@Test
	void clientsOfTheApplicationsOwnTakeTheirPlace() {
		this.runner.withUserConfiguration(OwnClients.class)
			.run((context) -> assertThat(context).getBean(WestmoonWebClients.class).isSameAs(OwnClients.CLIENTS));
	}

	private static void search(WebClient client) {
		assertThat(client.get().uri("/api/products?keyword=mug").retrieve().bodyToMono(String.class).block(TIMEOUT))
			.contains("Ceramic mug");
	}

	private String sent(String header) {
		return this.calls.get(this.calls.size() - 1).headers().get(header);
	}

	@Configuration(proxyBeanMethods = false)
	static class Customized {

		@Bean
		WebClientCustomizer named() {
			return (builder) -> builder.defaultHeader("x-application", "stock");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBuilder {

		@Bean
		WebClient.Builder loadBalanced() {
			return WebClient.builder().exchangeFunction((request) -> {
				throw new IllegalStateException("not meant for the platform");
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnClients {

		static final WestmoonWebClients CLIENTS = mock();

		@Bean
		WestmoonWebClients ownClients() {
			return CLIENTS;
		}

	}

}
