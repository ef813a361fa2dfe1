package io.westmoon.login.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.westmoon.login.SessionStoreFactory;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.http.RefusalDetector;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.http.WestmoonWebClients;
import io.westmoon.login.store.InMemorySessionStore;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Refusal;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the properties say of business calls reaches the filter, for each account.
 */
class BusinessCallPropertiesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	private final List<Map<String, String>> received = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(WebClientAutoConfiguration.class, WestmoonLoginAutoConfiguration.class))
		.withBean(SessionStoreFactory.class, () -> (account) -> loggedIn())
		.withPropertyValues("westmoon.login.base-url=" + this.server.url(),
				"westmoon.login.accounts.shop-b.display-name=B", "westmoon.login.relogin.wait-timeout=0s");

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void headersAreInheritedByOriginAndReplacedByAnAccount() {
		String property = "business-headers[" + this.server.url() + "].x-app-code";
		this.server.listener((call) -> this.received.add(call.headers()));
		Map<String, String> properties = Map.of("westmoon.login." + property, "common",
				"westmoon.login.accounts.shop-c." + property, "own", "westmoon.login.accounts.shop-d.base-url",
				"https://api.example.com");
		this.runner.withInitializer((context) -> TestPropertyValues.of(properties).applyTo(context)).run((context) -> {
			assertThat(context).hasNotFailed();
			for (String account : List.of("default", "shop-b", "shop-c")) {
				call(context, account);
			}
			assertThat(this.received).extracting((headers) -> headers.get("x-app-code"))
				.containsExactly("common", "common", "own");
		});
	}

	@Test
	void refusalsAndRejectionsAreWhatThePropertiesSay() {
		this.server.refusal(Call.BUSINESS, Refusal.code(-1)).refusal(Call.INFO, Refusal.code(1));
		this.runner.withPropertyValues("westmoon.login.relogin.refused-codes=-1,success:false",
				"westmoon.login.accounts.shop-b.relogin.refused-codes=403", "westmoon.login.check.rejected-codes=1,-1")
			.run((context) -> {
				this.server.revoke();
				assertThat(call(context, "shop-b")).contains("\"code\":-1");
				assertThat(this.server.infoCalls()).isZero();
				assertThat(call(context, "default")).contains("No Westmoon session");
				assertThat(this.server.infoCalls()).isEqualTo(1);
			});
	}

	@Test
	void aStatusThatIsNotTheSessionsFaultIsOnlyAskedAbout() {
		this.server.refusal(Call.BUSINESS, Refusal.status(403)).refusal(Call.INFO, Refusal.code(1));
		this.runner.withPropertyValues("westmoon.login.relogin.refused-statuses=403").run((context) -> {
			this.server.revoke();
			assertThat(call(context, "default")).contains("403");
			assertThat(this.server.infoCalls()).isEqualTo(1);
			assertThat(this.server.businessCalls()).isEqualTo(1);
		});
	}

	@Test
	void aDetectorOfTheApplicationReplacesTheProperties() {
		this.server.refusal(Call.BUSINESS, Refusal.status(403));
		this.runner.withBean(RefusalDetector.class, () -> (status, headers) -> false)
			.withPropertyValues("westmoon.login.relogin.refused-statuses=403")
			.run((context) -> {
				this.server.revoke();
				assertThat(call(context, "default")).contains("403");
				assertThat(call(context, "shop-b")).contains("403");
				assertThat(this.server.infoCalls()).isZero();
			});
	}

	@Test
	void aSessionIsVerifiedInTheBackground() {
		this.runner.withPropertyValues("westmoon.login.session.verify-interval=1s")
			.run((context) -> this.server.awaitCalls(Call.INFO, 2, TIMEOUT));
	}

	private InMemorySessionStore loggedIn() {
		InMemorySessionStore store = new InMemorySessionStore();
		store
			.save(WestmoonSession.received(this.server.issueSession(), "", "Bearer", Duration.ofDays(1),
					Clock.systemUTC()))
			.block(TIMEOUT);
		return store;
	}

	private static String call(ApplicationContext context, String account) {
		return context.getBean(WestmoonWebClients.class)
			.create()
			.get()
			.uri("/api/products")
			.attributes(account.equals("default") ? (attributes) -> {
			} : WestmoonBearerTokenFilter.account(account))
			.retrieve()
			.bodyToMono(String.class)
			.onErrorResume((error) -> Mono.just(error.getMessage()))
			.block(TIMEOUT);
	}

}
