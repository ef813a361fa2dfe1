package io.westmoon.login.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps the loggers quiet that would write the scan token: those of Reactor Netty and of
 * the JDK's client that show the whole address of each request at level {@code DEBUG}.
 * The application can still set their levels.
 */
class WireLoggingEnvironmentPostProcessor implements EnvironmentPostProcessor {

	static final List<String> LOGGERS = List.of("reactor.netty.http.client.HttpClientConnect",
			"jdk.internal.httpclient.debug");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		environment.getPropertySources()
			.addLast(new MapPropertySource("westmoonLoginLogging", LOGGERS.stream()
				.collect(Collectors.toMap((logger) -> "logging.level." + logger, (logger) -> "info"))));
	}

}
