package io.westmoon.login.autoconfigure;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.file.FileSessionStore;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * What an application hears and what its log says.
 */
@ExtendWith(OutputCaptureExtension.class)
class LoginEventsIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	@TempDir
	private Path directory;

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void eventListenersHearWhatHappens() throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			this.server.autoConfirm(true);
			context.getBean(WestmoonAuthClient.class).login().block(TIMEOUT);
			BlockingQueue<LoginEvent> heard = context.getBean(Application.class).heard;
			assertThat(heard.poll(20, TimeUnit.SECONDS)).isInstanceOf(LoginEvent.LoginRequired.class);
			assertThat(heard.poll(20, TimeUnit.SECONDS)).isInstanceOf(LoginEvent.CodeIssued.class);
			assertThat(heard.poll(20, TimeUnit.SECONDS)).isInstanceOfSatisfying(LoginEvent.LoggedIn.class,
					(event) -> assertThat(event.user().id()).isEqualTo("85844"));
		}
	}

	@Test
	void anEventListenerThatFailsCostsTheOthersNothing(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			this.server.autoConfirm(true);
			Application application = context.getBean(Application.class);
			application.failure = new NoClassDefFoundError("java/awt/Desktop");
			context.getBean(WestmoonAuthClient.class).login().block(TIMEOUT);
			assertThat(application.heard.poll(20, TimeUnit.SECONDS)).isInstanceOf(LoginEvent.LoginRequired.class);
			assertThat(application.heard.poll(20, TimeUnit.SECONDS)).isInstanceOf(LoginEvent.CodeIssued.class);
			assertThat(application.heard.poll(20, TimeUnit.SECONDS)).isInstanceOf(LoginEvent.LoggedIn.class);
			assertThat(output).contains("An application listener failed on LoginEvent.CodeIssued");
		}
	}

	@Test
	void aStormOfRefusedCallsLogsOneLineForEachThingThatMatters(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run("--westmoon.login.relogin.wait-timeout=0")) {
			WestmoonAuthClient client = context.getBean(WestmoonAuthClient.class);
			this.server.autoConfirm(true);
			WestmoonSession session = client.login().block(TIMEOUT);
			this.server.autoConfirm(false);
			this.server.revoke();
			int before = output.getAll().length();
			Flux.range(0, 1_000)
				.flatMap((number) -> client.renew(session, null).onErrorComplete(), 200)
				.blockLast(TIMEOUT);
			this.server.awaitCode(TIMEOUT);
			Flux.interval(Duration.ofMillis(20))
				.filter((tick) -> output.getAll().substring(before).contains("login needed"))
				.blockFirst(TIMEOUT);
			List<String> lines = output.getAll()
				.substring(before)
				.lines()
				.filter((line) -> line.contains("account 'default'") && !line.contains("logged in as user"))
				.toList();
			assertThat(lines).hasSize(2)
				.anySatisfy((line) -> assertThat(line).contains("account 'default'", "does not accept the session"))
				.anySatisfy((line) -> assertThat(line).contains("account 'default'", "login needed"))
				.noneMatch((line) -> line.contains(session.accessToken()));
		}
	}

	@Test
	void oneLineAtStartUpTellsWhatIsConfiguredAndThatNobodyIsLoggedIn(CapturedOutput output) {
		assertThat(startUpLineOf(run(), output)).contains("account 'default' at " + this.server.url())
			.contains("kept in " + this.directory + ", sent to " + this.server.url() + ":")
			.contains("not logged in; the first call that needs a session asks for a login");
	}

	@Test
	void oneLineAtStartUpTellsWhoGetsTheSession(CapturedOutput output) {
		assertThat(startUpLineOf(
				run("--westmoon.login.allowed-origins=https://API.example.com/shop,http://127.0.0.1:8081"), output))
			.contains("sent to https://api.example.com, http://127.0.0.1:8081: not logged in");
	}

	@Test
	void oneLineAtStartUpNamesTheChannelsAndNoAddress(CapturedOutput output) {
		assertThat(startUpLineOf(run("--westmoon.login.notify.webhook.url=http://127.0.0.1:1/hunter2",
				"--westmoon.login.notify.wecom.url=http://127.0.0.1:1/send?key=hunter2"), output))
			.contains(", notices by wecom, webhook: not logged in")
			.doesNotContain("hunter2", "127.0.0.1:1/");
	}

	@Test
	void oneLineAtStartUpTellsWhoIsLoggedInAndUntilWhen(CapturedOutput output) {
		WestmoonSession session = WestmoonSession.received("access-secret", "", "Bearer", Duration.ofDays(7),
				Clock.systemUTC());
		new FileSessionStore("default", this.directory, Clock.systemUTC()).save(session).block(TIMEOUT);
		assertThat(startUpLineOf(run(), output)).contains("logged in until 20").doesNotContain("access-secret");
	}

	@Test
	void anApplicationStartsThoughItsStoreThrowsAndIsWarned(CapturedOutput output) {
		SessionStore store = mock(SessionStore.class, (call) -> {
			if (call.getMethod().getReturnType() == Mono.class) {
				throw new IllegalStateException("the safe is locked");
			}
			return Mockito.RETURNS_DEFAULTS.answer(call);
		});
		SpringApplicationBuilder application = application()
			.initializers((context) -> context.getBeanFactory().registerSingleton("safe", store));
		assertThat(startUpLineOf(application.run(), output)).contains("WARN",
				"unknown whether logged in, the safe is locked");
	}

	@Test
	void anApplicationStartsWithAClientThatIsAMock(CapturedOutput output) {
		WestmoonAuthClient client = mock(WestmoonAuthClient.class);
		SpringApplicationBuilder application = application()
			.initializers((context) -> context.getBeanFactory().registerSingleton("mocked", client));
		assertThat(startUpLineOf(application.run(), output)).contains("account 'default'", "not logged in");
		assertThat(output).doesNotContain("Exception");
	}

	@ParameterizedTest
	@ValueSource(strings = { "page.enabled=true", "page.public-url=https://jobs.example.com/login" })
	void anAccountThatAnybodyWithTheLinkCouldTakeIsWarnedOf(String page, CapturedOutput output) {
		try (ConfigurableApplicationContext context = run("--westmoon.login." + page)) {
			assertThat(startUpLine(output, "owns")).contains("WARN")
				.contains("Whoever scans first owns Westmoon account 'default'")
				.contains("westmoon.login.expected-user-id");
		}
	}

	@Test
	void anAccountThatNobodyCanTakeIsNotWarnedOf(CapturedOutput output) {
		String page = "--westmoon.login.page.enabled=true";
		startUpLineOf(run(), output);
		run(page, "--westmoon.login.expected-user-id=85844").close();
		LoginAttempt pinned = LoginAttempt.begin("default", null).pinned("85844");
		try (FileSessionStore store = new FileSessionStore("default", this.directory, Clock.systemUTC())) {
			assertThat(store.compareAndSet(pinned.toBuilder().version(1).build()).block(TIMEOUT)).isTrue();
		}
		try (ConfigurableApplicationContext context = run(page)) {
			context.getBean(WestmoonAuthClient.class).check().block(TIMEOUT);
			assertThat(output).doesNotContain("Whoever scans first");
		}
	}

	@Test
	void theFirstUserOfAnAccountIsNamedOnceWithTheProperty(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run()) {
			this.server.autoConfirm(true);
			context.getBean(WestmoonAuthClient.class).login().block(TIMEOUT);
			context.getBean(WestmoonAuthClient.class).login().block(TIMEOUT);
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains("was the first to log in"))).singleElement()
			.asString()
			.contains("WARN", "User 85844", "account 'default'", "westmoon.login.expected-user-id");
	}

	@Test
	void anExpectedUserIsNoNews(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run("--westmoon.login.expected-user-id=85844")) {
			this.server.autoConfirm(true);
			context.getBean(WestmoonAuthClient.class).login().block(TIMEOUT);
		}
		assertThat(output).contains("logged in as user 85844").doesNotContain("was the first to log in");
	}

	/**
	 * Closes an application once it has said how it stands, which it does in the
	 * background.
	 */
	private static String startUpLineOf(ConfigurableApplicationContext context, CapturedOutput output) {
		try (context) {
			return startUpLine(output);
		}
	}

	private static String startUpLine(CapturedOutput output) {
		return startUpLine(output, "kept in");
	}

	private static String startUpLine(CapturedOutput output, String text) {
		return Flux.interval(Duration.ofMillis(20))
			.concatMapIterable((tick) -> output.getAll().lines().toList())
			.filter((line) -> line.contains("StartupReport") && line.contains(text))
			.blockFirst(TIMEOUT);
	}

	private ConfigurableApplicationContext run(String... arguments) {
		return application().run(arguments);
	}

	private SpringApplicationBuilder application() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "westmoon.login.store.directory=" + this.directory,
					"westmoon.login.base-url=" + this.server.url(), "westmoon.login.polling.interval=20ms");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		final BlockingQueue<LoginEvent> heard = new LinkedBlockingQueue<>();

		volatile Error failure;

		@EventListener
		@Order(1)
		void fail(LoginEvent event) {
			if (this.failure != null) {
				throw this.failure;
			}
		}

		@EventListener
		@Order(2)
		void onLoginEvent(LoginEvent event) {
			this.heard.add(event);
		}

	}

}
