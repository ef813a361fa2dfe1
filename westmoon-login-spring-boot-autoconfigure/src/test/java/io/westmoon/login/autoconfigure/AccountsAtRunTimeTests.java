package io.westmoon.login.autoconfigure;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonAuthClients;
import io.westmoon.login.WestmoonLoginException;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.actuate.WestmoonLoginHealthContributor;
import io.westmoon.login.http.WestmoonBearerTokenFilters;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Accounts that come and go while the application runs.
 */
class AccountsAtRunTimeTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final int ROUNDS = 20;

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, WestmoonLoginAutoConfiguration.class,
				WestmoonLoginHealthAutoConfiguration.class, WestmoonLoginMetricsAutoConfiguration.class,
				WestmoonLoginPageReactiveAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withPropertyValues("westmoon.login.store.type=memory", "westmoon.login.base-url=" + this.server.url(),
				"westmoon.login.polling.interval=20ms", "westmoon.login.page.enabled=true");

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void anAccountThatIsRemovedLeavesNothing() {
		this.server.autoConfirm(true);
		this.runner.run((context) -> {
			WestmoonAuthClients clients = context.getBean(WestmoonAuthClients.class);
			List<WeakReference<WestmoonAuthClient>> removed = comeAndGo(clients, ROUNDS);
			Awaitility.await()
				.atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(context.getBean(MeterRegistry.class).getMeters())
					.extracting((meter) -> String.valueOf(meter.getId().getTag("account")))
					.noneMatch((account) -> account.startsWith("shop-")));
			assertThat(clients.names()).containsExactly("default");
			assertThat(context.getBean(WestmoonLoginHealthContributor.class).stream()).hasSize(1);
			clients.get("default").login().block(TIMEOUT);
			Awaitility.await().atMost(TIMEOUT).until(() -> {
				System.gc();
				return removed.stream().allMatch((client) -> client.refersTo(null));
			});
		});
	}

	private static List<WeakReference<WestmoonAuthClient>> comeAndGo(WestmoonAuthClients clients, int rounds) {
		List<WeakReference<WestmoonAuthClient>> removed = new ArrayList<>();
		for (int i = 0; i < rounds; i++) {
			String name = "shop-" + i;
			removed.add(new WeakReference<>(clients.register(name, Map.of())));
			clients.get(name).login().block(TIMEOUT);
			assertThat(clients.remove(name)).isTrue();
		}
		return removed;
	}

	@Test
	void callsThatWaitFailWhenTheirAccountIsRemoved() {
		this.runner.run((context) -> {
			WestmoonAuthClients clients = context.getBean(WestmoonAuthClients.class);
			WestmoonAuthClient shop = clients.register("shop", Map.of());
			CompletableFuture<WestmoonSession> asking = shop.session().toFuture();
			CompletableFuture<String> calling = WebClient.builder()
				.filter(context.getBean(WestmoonBearerTokenFilters.class).forAccount("shop"))
				.baseUrl(this.server.url())
				.build()
				.get()
				.uri("/api/products?keyword=")
				.retrieve()
				.bodyToMono(String.class)
				.toFuture();
			Awaitility.await().atMost(TIMEOUT).until(() -> shop.status().waiting() == 2);
			clients.remove("shop");
			for (CompletableFuture<?> call : List.of(asking, calling)) {
				assertThat(call).failsWithin(TIMEOUT)
					.withThrowableThat()
					.havingCause()
					.isInstanceOf(WestmoonLoginException.class)
					.withMessageContaining("has removed the account");
			}
			assertThatExceptionOfType(WestmoonLoginException.class).isThrownBy(() -> shop.session().block(TIMEOUT));
		});
	}

}
