package io.westmoon.login.autoconfigure;

import java.nio.file.Path;
import java.time.Clock;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.store.InMemorySessionStore;
import io.westmoon.login.store.file.FileSessionStore;
import io.westmoon.login.store.file.SessionStoreUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ClientBeansTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(WebClientAutoConfiguration.class, WestmoonLoginAutoConfiguration.class))
		.withPropertyValues("westmoon.login.store.type=memory");

	@TempDir
	private Path directory;

	@Test
	void twoClientsOfOneAccountAreRefusedByName() {
		this.runner.withBean(Account.class, () -> new Account("default"))
			.withUserConfiguration(SecondClient.class)
			.run((context) -> {
				FailureAnalysis analysis = analysis(context);
				assertThat(analysis.getDescription()).contains("'westmoonAuthClient'")
					.contains("'secondClient'")
					.contains("'default'");
				assertThat(analysis.getAction()).contains("account(");
			});
	}

	@Test
	void aClientOfAnotherAccountIsWelcome() {
		this.runner.withBean(Account.class, () -> new Account("second"))
			.withUserConfiguration(SecondClient.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(WestmoonAuthClient.class).account()).isEqualTo("default");
				assertThat(context.getBean("secondClient", WestmoonAuthClient.class).account()).isEqualTo("second");
			});
	}

	@Test
	void aClientThatReplacesTheDefaultIsReported(CapturedOutput output) {
		this.runner.withUserConfiguration(OwnClient.class).run((context) -> {
			assertThat(context).hasSingleBean(WestmoonAuthClient.class);
			assertThat(output).contains("defines the WestmoonAuthClient 'ownClient' for account 'default'")
				.contains("westmoon.login.expected-user-id");
		});
	}

	@Test
	void theDefaultClientIsNotReported(CapturedOutput output) {
		this.runner.run((context) -> assertThat(output).doesNotContain("defines the WestmoonAuthClient"));
	}

	@Test
	void anAccountInTheDirectoryOfAnotherIsRefusedByName() {
		this.runner
			.withPropertyValues("westmoon.login.store.type=file", "westmoon.login.store.directory=" + this.directory)
			.withBean(Path.class, () -> this.directory)
			.withUserConfiguration(SecondStore.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(SessionStoreUnavailableException.class)
				.hasMessageContaining("'default'")
				.hasMessageContaining("'second'")
				.hasMessageContaining("westmoon.login.store.directory"));
	}

	private static FailureAnalysis analysis(AssertableApplicationContext context) {
		assertThat(context).hasFailed();
		return new ConflictingBeansFailureAnalyzer().analyze(context.getStartupFailure());
	}

	private static WestmoonAuthClient client(WestmoonPlatform platform, String account) {
		return DefaultWestmoonAuthClient.builder()
			.account(account)
			.platform(platform)
			.store(new InMemorySessionStore())
			.build();
	}

	private record Account(String name) {
	}

	@Configuration(proxyBeanMethods = false)
	static class SecondClient {

		@Bean(defaultCandidate = false)
		WestmoonAuthClient secondClient(WestmoonPlatform platform, Account account) {
			return client(platform, account.name());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnClient {

		@Bean
		WestmoonAuthClient ownClient(WestmoonPlatform platform) {
			return client(platform, "default");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondStore {

		@Bean(defaultCandidate = false)
		FileSessionStore secondStore(Path directory) {
			return new FileSessionStore("second", directory, Clock.systemUTC());
		}

	}

}
