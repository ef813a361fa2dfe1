package io.westmoon.login.autoconfigure;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.westmoon.login.LoginListener;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreFactory;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.actuate.WestmoonLoginHealthContributor;
import io.westmoon.login.http.AllowedOrigins;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.notify.LoggingNotifier;
import io.westmoon.login.store.InMemorySessionStore;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.file.FileSessionStore;
import io.westmoon.login.store.file.SessionStoreUnavailableException;
import io.westmoon.login.support.WeeklyHours;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.mockito.BDDMockito.given;

@ExtendWith(OutputCaptureExtension.class)
class WestmoonLoginAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(
			ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
			WestmoonLoginAutoConfiguration.class, WestmoonLoginHealthAutoConfiguration.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues("westmoon.login.store.type=memory");

	@TempDir
	private Path directory;

	@Test
	void everyPartIsABean() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(WestmoonAuthClient.class)
			.hasSingleBean(WestmoonPlatform.class)
			.hasSingleBean(InMemorySessionStore.class)
			.hasSingleBean(WestmoonBearerTokenFilter.class)
			.hasSingleBean(LoggingNotifier.class)
			.hasSingleBean(WestmoonLoginHealthContributor.class));
	}

	@Test
	void servletAndReactiveApplicationsWorkToo() {
		new WebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("westmoon.login.store.type=memory")
			.run((context) -> assertThat(context).hasSingleBean(WestmoonBearerTokenFilter.class)
				.hasSingleBean(WestmoonLoginHealthContributor.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("westmoon.login.store.type=memory")
			.run((context) -> assertThat(context).hasSingleBean(WestmoonBearerTokenFilter.class)
				.hasSingleBean(WestmoonLoginHealthContributor.class));
	}

	@Test
	void nothingIsThereWhenSwitchedOff() {
		this.runner.withPropertyValues("westmoon.login.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(WestmoonAuthClient.class)
				.doesNotHaveBean(WestmoonBearerTokenFilter.class)
				.doesNotHaveBean(WestmoonLoginHealthContributor.class));
	}

	@Test
	void nothingIsThereWithoutWebClient() {
		this.runner.withClassLoader(new FilteredClassLoader(WebClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("westmoonAuthClient"));
	}

	@Test
	void theHealthIndicatorNeedsActuator() {
		this.runner.withClassLoader(new FilteredClassLoader(ReactiveHealthIndicator.class))
			.run((context) -> assertThat(context).hasSingleBean(WestmoonAuthClient.class)
				.doesNotHaveBean("westmoonLoginHealthContributor"));
	}

	@Test
	void redisIsNotNeeded() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.data.redis"))
			.run((context) -> assertThat(context).hasSingleBean(WestmoonAuthClient.class));
	}

	@Test
	void theHealthIndicatorCanBeSwitchedOff() {
		for (String id : List.of("westmoonlogin", "westmoonLogin", "westmoon-login")) {
			this.runner.withPropertyValues("management.health." + id + ".enabled=false")
				.withInitializer((context) -> ConfigurationPropertySources.attach(context.getEnvironment()))
				.run((context) -> assertThat(context).doesNotHaveBean(WestmoonLoginHealthContributor.class));
		}
	}

	@Test
	void everyBeanMakesWayForTheUsersOwn() {
		this.runner.withUserConfiguration(OwnBeans.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(WestmoonAuthClient.class)
				.hasSingleBean(WestmoonPlatform.class)
				.hasSingleBean(SessionStore.class)
				.hasSingleBean(WestmoonBearerTokenFilter.class)
				.doesNotHaveBean("westmoonAuthClient")
				.doesNotHaveBean("westmoonPlatform")
				.doesNotHaveBean("westmoonInMemorySessionStore")
				.doesNotHaveBean("westmoonBearerTokenFilter"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "login", "登录" })
	void theFileStoreIsTheDefaultAndKeepsItsDirectory(String name) {
		Charset namesOfFiles = Charset.forName(System.getProperty("sun.jnu.encoding"));
		assumeThat(namesOfFiles.newEncoder().canEncode(name)).as("Files may have this name").isTrue();
		Path home = this.directory.resolve(name);
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("westmoon.login.store.directory=" + home)
			.run((context) -> {
				assertThat(context).hasSingleBean(FileSessionStore.class);
				assertThat(home).isDirectory();
			});
	}

	@Test
	void twoContextsOnOneDirectoryWork() {
		ApplicationContextRunner files = new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("westmoon.login.store.directory=" + this.directory);
		files.run((first) -> files.run((second) -> {
			SessionStore one = first.getBean(SessionStore.class);
			SessionStore other = second.getBean(SessionStore.class);
			SessionStore.Lease lease = one.tryLease().block(Duration.ofSeconds(20));
			assertThat(lease).isNotNull();
			assertThat(other.tryLease().blockOptional(Duration.ofSeconds(20))).isEmpty();
			lease.release().block(Duration.ofSeconds(20));
			assertThat(other.tryLease().blockOptional(Duration.ofSeconds(20))).isPresent();
		}));
	}

	@Test
	void aDirectoryThatCannotBeWrittenIsExplained() throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("westmoon.login.store.directory=" + file)
			.run((context) -> {
				FailureAnalysis analysis = new SessionStoreUnavailableFailureAnalyzer()
					.analyze(context.getStartupFailure());
				assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(Exception.class)
					.hasStackTraceContaining(SessionStoreUnavailableException.class.getName());
				assertThat(analysis.getDescription()).contains(file.toString());
				assertThat(analysis.getAction()).contains("westmoon.login.store.directory")
					.contains("westmoon.login.store.type=memory");
			});
	}

	@Test
	void aFileInThePlaceOfADirectoryAboveIsNamed() throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("westmoon.login.store.directory=" + file.resolve("store"))
			.run((context) -> assertThat(
					new SessionStoreUnavailableFailureAnalyzer().analyze(context.getStartupFailure()).getDescription())
				.endsWith("it cannot be created, since " + file + " is no directory."));
	}

	@Test
	void aDirectoryThatOthersCanWriteIsExplainedWithTheCommandThatMendsIt() throws Exception {
		Path shared = Files.createDirectory(this.directory.toRealPath().resolve("shared"));
		Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("westmoon.login.store.directory=" + shared.resolve("store"))
			.run((context) -> {
				FailureAnalysis analysis = new SessionStoreUnavailableFailureAnalyzer()
					.analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains(shared + ", which belongs to ",
						"can be written by all users");
				assertThat(analysis.getAction()).contains("\n    - Run: chmod go-w " + shared)
					.contains("\n    - set westmoon.login.store.directory");
			});
	}

	@Test
	void theDirectoryDoesNotMatterToAnotherStore() throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		this.runner.withPropertyValues("westmoon.login.store.directory=" + file)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "westmoon.login", "westmoon.login.accounts.shop-b" })
	void plainHttpBeyondThisMachineIsExplained(String prefix) {
		this.runner.withPropertyValues(prefix + ".base-url=http://api.example.com").run((context) -> {
			InvalidConfigurationPropertyValueException problem = failure(context,
					InvalidConfigurationPropertyValueException.class);
			assertThat(problem.getName()).isEqualTo(prefix + ".base-url");
			assertThat(problem.getReason()).contains(prefix + ".allow-insecure-http=true");
		});
		this.runner
			.withPropertyValues(prefix + ".base-url=http://api.example.com", prefix + ".allow-insecure-http=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void peopleAreRemindedWhenThePropertiesSay() {
		InMemorySessionStore store = new InMemorySessionStore();
		store.save(Samples.session("a", Instant.now().minus(Duration.ofDays(4)))).block(Duration.ofSeconds(1));
		this.runner.withBean(SessionStoreFactory.class, () -> (account) -> store)
			.withPropertyValues("westmoon.login.renewal.remind-before=5d", "westmoon.login.renewal.hours=09:00-18:00",
					"westmoon.login.renewal.days=SUN", "westmoon.login.renewal.time-zone=Asia/Shanghai")
			.run((context) -> {
				WestmoonAuthClient client = context.getBean(WestmoonAuthClient.class);
				assertThat(client.session(Duration.ofSeconds(5)).block(Duration.ofSeconds(10))).isNotNull();
				assertThat(client.status().session().expiresSoon()).isTrue();
				WeeklyHours hours = context.getBean(WestmoonLoginProperties.class).getRenewal().reminderHours();
				assertThat(hours.contains(Instant.parse("2026-03-01T01:00:00Z"))).isTrue();
				assertThat(hours.contains(Instant.parse("2026-03-01T00:59:00Z"))).isFalse();
			});
	}

	@ParameterizedTest
	@CsvSource({ "base-url,not a url", "base-url,api.example.com", "base-url,ftp://api.example.com", "timeout,0s",
			"allowed-origins,*", "allowed-origins,http://api.example.com", "env-version,''", "polling.interval,-1s",
			"relogin.wait-timeout,-1s", "relogin.max-waiting,0", "relogin.max-codes,0", "relogin.cool-down,-1s",
			"relogin.early-rejection,-1s", "relogin.max-cool-down,1s", "renewal.remind-before,-1s",
			"renewal.repeat-every,-1s", "renewal.hours,9-18", "renewal.days,Montag", "store.directory,' '",
			"health.verify-interval,0s", "health.down-status,' '", "session.verify-interval,999ms",
			"relogin.refused-statuses,200", "relogin.refused-codes,' 0 '", "check.rejected-codes,0",
			"base-url,https://api.example.com:99999", "timeout,999999d", "relogin.wait-timeout,999999d",
			"session.verify-interval,999999d", "notify.timeout,999999d", "notify.remind-every,999999d",
			"store.encryption.files,true" })
	void aWrongValueIsRefusedByName(String property, String value) {
		this.runner.withPropertyValues("westmoon.login." + property + "=" + value)
			.run((context) -> assertThat(failure(context, InvalidConfigurationPropertyValueException.class).getName())
				.isEqualTo("westmoon.login." + property));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://*.example.com", "https://my_api", "https://a.example.com;https://b.example.com",
			"https://a.example.com，https://b.example.com" })
	void whatIsWrongWithAHostIsExplained(String origin) {
		this.runner.withPropertyValues("westmoon.login.allowed-origins=" + origin)
			.run((context) -> assertThat(failure(context, InvalidConfigurationPropertyValueException.class).getReason())
				.contains("host", "wildcards", "commas"));
	}

	@Test
	void aDefaultThatDoesNotFitIsExplainedByWhatIsSet() {
		this.runner.withPropertyValues("westmoon.login.relogin.cool-down=2h")
			.run((context) -> assertThat(failure(context, InvalidConfigurationPropertyValueException.class).getReason())
				.contains("westmoon.login.relogin.cool-down, which is 7200s"));
	}

	@Test
	void aStartThatFailsSaysOneThing(CapturedOutput output) {
		this.runner.withPropertyValues("westmoon.login.notify.mail.to=ops@example.com")
			.run((context) -> assertThat(context).hasFailed());
		assertThat(output).doesNotContain("westmoonAuthClients");
	}

	@ParameterizedTest
	@CsvSource({ "base-url,https://user:s3cret@my_api", "base-url,https://user:s3cret@my api",
			"base-url,https://my_api?key=s3cret", "headers[x app],s3cret",
			"base-url,https://user:s3cret@api.example.com", "base-url,https://api.example.com?key=s3cret",
			"headers.authorization,s3cret", "allowed-origins,https://user:s3cret@api.example.com",
			"business-headers[https://api-x.westmonth.com].host,s3cret",
			"business-headers[https://westmonth.com].x-app-code,s3cret",
			"business-headers.https://api-x.westmonth.com.x-app-code,s3cret" })
	void aWrongValueThatMayBeASecretIsNotShown(String property, String value) {
		Map<String, String> properties = Map.of("westmoon.login." + property, value);
		this.runner.withInitializer((context) -> TestPropertyValues.of(properties).applyTo(context)).run((context) -> {
			FailureAnalysis analysis = new SecretPropertyFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription() + analysis.getAction()).contains("westmoon.login.")
				.doesNotContain("s3cret");
		});
	}

	@ParameterizedTest
	@CsvSource({ "server.tomcat.threads.max=40,20", "server.jetty.threads.max=30,15", "server.tomcat.threads.max=1,1",
			"server.port=0,100", "westmoon.login.relogin.max-waiting=150,150" })
	void atMostHalfOfTheThreadsOfAServletContainerWait(String property, int expected) {
		new WebApplicationContextRunner().withPropertyValues(property)
			.run((context) -> assertThat(ServerThreads.maxWaiting(
					context.getEnvironment().getProperty("westmoon.login.relogin.max-waiting", Integer.class), 1,
					context.getSourceApplicationContext()))
				.isEqualTo(expected));
	}

	@Test
	void callsThatBlockNoServerThreadWaitByTheThousand() {
		new ReactiveWebApplicationContextRunner()
			.run((context) -> assertThat(ServerThreads.maxWaiting(null, 1, context.getSourceApplicationContext()))
				.isEqualTo(10_000));
		this.runner.withClassLoader(new FilteredClassLoader("jakarta.servlet"))
			.run((context) -> assertThat(context).hasSingleBean(WestmoonAuthClient.class));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsWaitByTheThousand() {
		new WebApplicationContextRunner().withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(ServerThreads.maxWaiting(null, 1, context.getSourceApplicationContext()))
				.isEqualTo(10_000));
	}

	@Test
	void aFilterOnEveryBuilderMakesNoCycle() {
		this.runner.withUserConfiguration(FilterOnEveryBuilder.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(WebClient.Builder.class)).isNotNull();
		});
	}

	private static <E extends Throwable> E failure(AssertableApplicationContext context, Class<E> type) {
		Throwable failure = context.getStartupFailure();
		while (failure != null && !type.isInstance(failure)) {
			failure = failure.getCause();
		}
		assertThat(failure).as("the failure to start").isNotNull();
		return type.cast(failure);
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		WestmoonAuthClient ownClient() {
			return Mockito.mock(WestmoonAuthClient.class);
		}

		@Bean
		WestmoonPlatform ownPlatform() {
			return Mockito.mock(WestmoonPlatform.class);
		}

		@Bean
		SessionStore ownStore() {
			SessionStore store = Mockito.mock(SessionStore.class);
			given(store.load()).willReturn(Mono.empty());
			return store;
		}

		@Bean
		WestmoonBearerTokenFilter ownFilter(WestmoonAuthClient client) {
			return new WestmoonBearerTokenFilter(client, AllowedOrigins.of(List.of()));
		}

		@Bean
		LoginListener ownListener() {
			return (event) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FilterOnEveryBuilder {

		@Bean
		WebClientCustomizer sessionOnEveryCall(WestmoonBearerTokenFilter filter) {
			return (builder) -> builder.filter(filter);
		}

	}

}
