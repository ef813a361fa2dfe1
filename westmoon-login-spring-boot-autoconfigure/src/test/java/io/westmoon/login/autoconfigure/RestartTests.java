package io.westmoon.login.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonAuthClients;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.login.testsupport.RealRedis;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that end while a code waits to be scanned, and start again. Nothing calls
 * in them.
 */
@ExtendWith(OutputCaptureExtension.class)
class RestartTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	@TempDir
	private Path directory;

	private DataSource database;

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void whoScansTheCodeAfterARestartIsServedWithoutACall(CapturedOutput output) {
		String store = "--westmoon.login.store.directory=" + this.directory;
		String code = showCode(store);
		try (ConfigurableApplicationContext context = run(store)) {
			this.server.scanAndConfirm();
			assertThat(session(context)).isNotNull();
			assertThat(this.server.codes()).isOne();
			assertThat(output.getAll()).contains("a code is pending and can be scanned until 20").doesNotContain(code);
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
	void aDatabaseServesThemToo() {
		JdbcDataSource h2 = new JdbcDataSource();
		h2.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		this.database = h2;
		String[] store = { "--westmoon.login.store.type=jdbc", "--westmoon.login.store.jdbc.initialize-schema=always" };
		showCode(store);
		try (ConfigurableApplicationContext context = run(store)) {
			this.server.scanAndConfirm();
			assertThat(session(context)).isNotNull();
		}
	}

	@Test
	void redisServesThemToo() {
		try (RealRedis redis = RealRedis.start()) {
			String[] store = { "--westmoon.login.store.type=redis",
					"--westmoon.login.store.redis.url=redis://127.0.0.1:" + redis.port() };
			showCode(store);
			try (ConfigurableApplicationContext context = run(store)) {
				this.server.scanAndConfirm();
				assertThat(session(context)).isNotNull();
			}
		}
	}

	/**
	 * Somebody asked for the code, though not a call.
	 */
	@Test
	void lazyBeansAndAutomaticLoginsThatAreSwitchedOffMakeNoDifference() {
		String[] settings = { "--westmoon.login.store.directory=" + this.directory,
				"--westmoon.login.relogin.enabled=false", "--spring.main.lazy-initialization=true" };
		showCode(settings);
		try (ConfigurableApplicationContext context = run(settings)) {
			this.server.scanAndConfirm();
			assertThat(session(context)).isNotNull();
		}
	}

	@Test
	void anAccountThatIsRegisteredLaterGoesOnToo() {
		String store = "--westmoon.login.store.directory=" + this.directory;
		try (ConfigurableApplicationContext context = run(store)) {
			register(context).startLogin().block(TIMEOUT);
		}
		try (ConfigurableApplicationContext context = run(store)) {
			WestmoonAuthClient shop = register(context);
			this.server.scanAndConfirm();
			assertThat(Flux.interval(Duration.ofMillis(20))
				.mapNotNull((tick) -> shop.currentSession())
				.blockFirst(TIMEOUT)).isNotNull();
		}
	}

	@Test
	void whereNothingIsPendingNobodyAsksThePlatform(CapturedOutput output) {
		String store = "--westmoon.login.store.directory=" + this.directory;
		try (ConfigurableApplicationContext context = run(store)) {
			Flux.interval(Duration.ofMillis(20))
				.filter((tick) -> output.getAll().contains("not logged in; the first call"))
				.blockFirst(TIMEOUT);
			assertThat(this.server.codes()).isZero();
			assertThat(this.server.calls(Call.POLL)).isZero();
		}
	}

	private String showCode(String... settings) {
		try (ConfigurableApplicationContext context = run(settings)) {
			return context.getBean(WestmoonAuthClient.class).startLogin().block(TIMEOUT).scanToken();
		}
	}

	private static WestmoonAuthClient register(ConfigurableApplicationContext context) {
		return context.getBean(WestmoonAuthClients.class).register("shop-b", Map.of());
	}

	/**
	 * Looks into the store, so that no call asks for the session.
	 */
	private static WestmoonSession session(ConfigurableApplicationContext context) {
		SessionStore store = context.getBean(SessionStore.class);
		return Flux.interval(Duration.ofMillis(20))
			.onBackpressureDrop()
			.concatMap((tick) -> store.load())
			.blockFirst(TIMEOUT);
	}

	private ConfigurableApplicationContext run(String... settings) {
		List<String> all = new ArrayList<>(List.of(settings));
		all.add("--westmoon.login.base-url=" + this.server.url());
		all.add("--westmoon.login.polling.interval=20ms");
		all.add("--westmoon.login.timeout=60s");
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off")
			.initializers((GenericApplicationContext context) -> {
				if (this.database != null) {
					context.registerBean(DataSource.class, () -> this.database);
				}
			})
			.run(all.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
