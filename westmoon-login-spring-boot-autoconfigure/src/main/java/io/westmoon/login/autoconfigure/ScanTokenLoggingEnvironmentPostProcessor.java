package io.westmoon.login.autoconfigure;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps the one logger quiet that would write the scan token: Reactor Netty's, which
 * shows the whole address of each request at level {@code DEBUG}. The application can
 * still set its level.
 */
class ScanTokenLoggingEnvironmentPostProcessor implements EnvironmentPostProcessor {

	static final String LOGGER = "reactor.netty.http.client.HttpClientConnect";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		environment.getPropertySources()
			.addLast(new MapPropertySource("westmoonLoginLogging", Map.of("logging.level." + LOGGER, "info")));
	}

}
