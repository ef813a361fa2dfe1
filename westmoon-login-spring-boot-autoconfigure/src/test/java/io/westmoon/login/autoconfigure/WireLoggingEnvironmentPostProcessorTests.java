package io.westmoon.login.autoconfigure;

import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class WireLoggingEnvironmentPostProcessorTests {

	private static final Logger LOGGER = (Logger) LoggerFactory
		.getLogger(WireLoggingEnvironmentPostProcessor.LOGGERS.get(0));

	private static final String PATHS = "org.springframework.web.reactive.function.client.ExchangeFunctions";

	private static final Level ROOT_LEVEL = ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME))
		.getLevel();

	@Test
	void theLoggerThatWritesAddressesStaysQuiet() {
		try (ConfigurableApplicationContext context = run("--logging.level.reactor.netty=debug")) {
			assertThat(context.isActive()).isTrue();
			assertThat(LOGGER.isDebugEnabled()).isFalse();
			assertThat(LoggerFactory.getLogger("reactor.netty.other").isDebugEnabled()).isTrue();
		}
		finally {
			reset();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdk.internal.httpclient.debug", "org.apache.hc.client5.http.wire",
			"org.apache.hc.client5.http.headers", "org.eclipse.jetty.client.transport.HttpSender",
			"org.eclipse.jetty.http.HttpGenerator" })
	void theLoggersOfOtherClientsStayQuiet(String logger) {
		try (ConfigurableApplicationContext context = run("--logging.level.root=debug")) {
			assertThat(context.isActive()).isTrue();
			assertThat(LoggerFactory.getLogger(logger).isDebugEnabled()).isFalse();
			assertThat(LoggerFactory.getLogger("org.apache.hc.other").isDebugEnabled()).isTrue();
		}
		finally {
			reset();
		}
	}

	@ParameterizedTest
	@CsvSource({ "westmoon.login.notify.feishu.url, false", "WESTMOON_LOGIN_NOTIFY_WEBHOOK_URL, false",
			"westmoon.login.accounts.shop.notify.webhook.url, false", "westmoon.login.notify.wecom.url, true" })
	void theLoggerThatWritesPathsStaysQuietWhereOneIsASecret(String property, boolean writes) {
		try (ConfigurableApplicationContext context = run("--logging.level.web=debug",
				"--" + property + "=https://x.example/hunter2")) {
			assertThat(context.isActive()).isTrue();
			assertThat(LoggerFactory.getLogger(PATHS).isDebugEnabled()).isEqualTo(writes);
		}
		finally {
			reset();
		}
	}

	@Test
	void theApplicationDecides() {
		try (ConfigurableApplicationContext context = run("--logging.level." + LOGGER.getName() + "=debug")) {
			assertThat(context.isActive()).isTrue();
			assertThat(LOGGER.isDebugEnabled()).isTrue();
		}
		finally {
			reset();
		}
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		SpringApplication application = new SpringApplicationBuilder(Empty.class).web(WebApplicationType.NONE).build();
		application.setBannerMode(Banner.Mode.OFF);
		return application.run(arguments);
	}

	private static void reset() {
		WireLoggingEnvironmentPostProcessor.LOGGERS
			.forEach((name) -> ((Logger) LoggerFactory.getLogger(name)).setLevel(null));
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(ROOT_LEVEL);
		Stream
			.of("reactor.netty", PATHS, "org.springframework.core.codec", "org.springframework.http",
					"org.springframework.web", "org.springframework.boot.actuate.endpoint.web",
					"org.springframework.boot.web.servlet.ServletContextInitializerBeans")
			.forEach((name) -> ((Logger) LoggerFactory.getLogger(name)).setLevel(null));
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

}
