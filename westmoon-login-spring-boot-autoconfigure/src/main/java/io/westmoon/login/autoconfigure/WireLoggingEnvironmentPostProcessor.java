package io.westmoon.login.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps the loggers of the HTTP clients quiet that would write secrets at level
 * {@code DEBUG}: those of Reactor Netty and of the JDK's client show the whole address of
 * each request, and with it the scan token; those of Jetty and Apache HttpComponents show
 * headers and bodies too. The application can still set their levels.
 */
class WireLoggingEnvironmentPostProcessor implements EnvironmentPostProcessor {

	static final List<String> LOGGERS = List.of("reactor.netty.http.client.HttpClientConnect",
			"jdk.internal.httpclient.debug", "org.apache.hc.client5.http", "org.eclipse.jetty.client",
			"org.eclipse.jetty.http");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		environment.getPropertySources()
			.addLast(new MapPropertySource("westmoonLoginLogging", LOGGERS.stream()
				.collect(Collectors.toMap((logger) -> "logging.level." + logger, (logger) -> "info"))));
	}

}
