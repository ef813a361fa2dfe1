package io.westmoon.login.autoconfigure;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.page.AccountLabel;
import io.westmoon.login.page.ReactiveLoginPage;
import io.westmoon.login.page.ServletLoginPage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class LoginPageAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(
			ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
			WestmoonLoginAutoConfiguration.class, WestmoonLoginPageReactiveAutoConfiguration.class,
			WestmoonLoginPageServletAutoConfiguration.class);

	private static final String[] ENABLED = { "westmoon.login.store.type=memory", "westmoon.login.page.enabled=true" };

	private final ApplicationContextRunner plain = new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues(ENABLED);

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues(ENABLED);

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues(ENABLED);

	@Test
	void eachStackHasItsPage() {
		this.servlet.run((context) -> assertThat(context).hasSingleBean(ServletLoginPage.class)
			.hasBean("westmoonLoginPageRoutes")
			.doesNotHaveBean(ReactiveLoginPage.class));
		this.reactive.run((context) -> assertThat(context).hasSingleBean(ReactiveLoginPage.class)
			.hasBean("westmoonLoginPageRoutes")
			.doesNotHaveBean(ServletLoginPage.class));
	}

	@Test
	void aJobHasNoPage() {
		this.plain.run((context) -> assertThat(context).hasSingleBean(WestmoonAuthClient.class)
			.doesNotHaveBean("westmoonLoginPageRoutes"));
	}

	@Test
	void thereIsNoPageUnlessItIsWanted() {
		this.servlet.withPropertyValues("westmoon.login.page.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("westmoonLoginPageRoutes"));
		this.reactive.withPropertyValues("westmoon.login.page.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("westmoonLoginPageRoutes"));
		this.reactive.withPropertyValues("westmoon.login.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("westmoonLoginPageRoutes"));
	}

	@Test
	void anApplicationWithoutMvcStarts() {
		this.servlet
			.withClassLoader(new FilteredClassLoader(org.springframework.web.servlet.function.RouterFunction.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("westmoonLoginPageRoutes"));
	}

	@Test
	void theAddressIsToldAlsoWhereAnotherApplicationServesThePage() {
		this.plain
			.withPropertyValues("westmoon.login.page.enabled=false",
					"westmoon.login.page.public-url=https://jobs.example.com/westmoon/login")
			.run((context) -> {
				WestmoonAuthClient client = context.getBean(WestmoonAuthClient.class);
				client.login().onErrorComplete().subscribe();
				LoginStatus.Attempt attempt = Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.until(() -> client.status().attempt(), Objects::nonNull);
				assertThat(attempt.scanLocation()).startsWith("https://jobs.example.com/westmoon/login/");
			});
	}

	@Test
	void theLifetimeOfALinkReachesTheLogin() {
		this.plain
			.withPropertyValues("westmoon.login.page.public-url=https://jobs.example.com/westmoon/login",
					"westmoon.login.page.link-lifetime=1ms")
			.run((context) -> {
				WestmoonAuthClient client = context.getBean(WestmoonAuthClient.class);
				client.login().onErrorComplete().subscribe();
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.until(() -> client.status().attempt(),
							(attempt) -> attempt != null && attempt.state() == AttemptState.FAILED);
			});
	}

	@Test
	void anAccountHasANameOfItsOwnAndTheHintOfAll() {
		this.servlet
			.withPropertyValues("westmoon.login.display-name=Shop A", "westmoon.login.scan-hint=Scan with my phone",
					"westmoon.login.accounts.shop-b.display-name=Shop B",
					"westmoon.login.accounts.shop-c.scan-hint=Scan with Lin's phone")
			.run((context) -> {
				Function<String, AccountLabel> labels = LoginPages
					.settings(context.getBean(WestmoonLoginProperties.class), context.getBean(Accounts.class),
							context.getEnvironment())
					.labels();
				assertThat(labels.apply("default")).isEqualTo(new AccountLabel("Shop A", "Scan with my phone"));
				assertThat(labels.apply("shop-b")).isEqualTo(new AccountLabel("Shop B", "Scan with my phone"));
				assertThat(labels.apply("shop-c")).isEqualTo(new AccountLabel(null, "Scan with Lin's phone"));
				assertThat(labels.apply("unknown")).isEqualTo(AccountLabel.NONE);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "display-name", "scan-hint" })
	void aNameOrAHintIsNeitherEmptyNorLong(String property) {
		for (String value : new String[] { " ", "a".repeat(101) }) {
			this.plain.withPropertyValues("westmoon.login.accounts.b." + property + "=" + value)
				.run((context) -> assertThat(context.getStartupFailure()).rootCause()
					.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
							(error) -> assertThat(error.getName()).isEqualTo("westmoon.login.accounts.b." + property)));
		}
	}

	@ParameterizedTest
	@CsvSource({ "public-url, jobs.example.com/westmoon/login", "public-url, ftp://jobs.example.com",
			"public-url, http://jobs.example.com/westmoon/login", "path, westmoon/login", "path, /westmoon/",
			"path, /{id}", "path, /", "link-lifetime, 0s", "link-lifetime, -1d",
			"frame-ancestors, self; script-src *" })
	void aValueThatCannotWorkIsNamed(String property, String value) {
		this.plain.withPropertyValues("westmoon.login.page." + property + "=" + value)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(error) -> assertThat(error.getName()).isEqualTo("westmoon.login.page." + property)));
	}

	@Test
	void theAddressMustNotCarryASecret() {
		this.plain.withPropertyValues("westmoon.login.page.public-url=https://user:secret@jobs.example.com")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(SecretPropertyException.class)
				.hasMessageNotContaining("secret@"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:8080/westmoon/login", "http://127.0.0.1/westmoon/login",
			"http://[::1]:8080/westmoon/login" })
	void theAddressMayBePlainHttpOnThisMachine(String url) {
		this.plain.withPropertyValues("westmoon.login.page.public-url=" + url)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void plainHttpToAnotherMachineHasToBeAllowed() {
		ApplicationContextRunner insecure = this.plain
			.withPropertyValues("westmoon.login.page.public-url=http://jobs.example.com/westmoon/login");
		insecure.run((context) -> assertThat(context.getStartupFailure()).rootCause()
			.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
					(error) -> assertThat(error.getReason()).contains("westmoon.login.allow-insecure-http=true")));
		insecure.withPropertyValues("westmoon.login.allow-insecure-http=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

}
