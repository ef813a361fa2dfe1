package io.westmoon.login.autoconfigure;

import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class WireLoggingEnvironmentPostProcessorTests {

	private static final Logger LOGGER = (Logger) LoggerFactory
		.getLogger(WireLoggingEnvironmentPostProcessor.LOGGERS.get(0));

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

	private static ConfigurableApplicationContext run(String argument) {
		SpringApplication application = new SpringApplicationBuilder(Empty.class).web(WebApplicationType.NONE).build();
		return application.run(argument, "--spring.main.banner-mode=off");
	}

	private static void reset() {
		LOGGER.setLevel(null);
		((Logger) LoggerFactory.getLogger("reactor.netty")).setLevel(null);
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

}
