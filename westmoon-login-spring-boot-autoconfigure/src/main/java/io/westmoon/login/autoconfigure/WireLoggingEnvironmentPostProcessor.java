package io.westmoon.login.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps the loggers of the HTTP clients quiet that would write secrets at level
 * {@code DEBUG}: those of Reactor Netty and of the JDK's client show the whole address of
 * each request, and with it the scan token; those of Jetty and Apache HttpComponents show
 * headers and bodies too. Spring's own shows the path, which matters only where notices
 * go to an address whose path is a secret. The application can still set their levels.
 */
class WireLoggingEnvironmentPostProcessor implements EnvironmentPostProcessor {

	static final List<String> LOGGERS = List.of("reactor.netty.http.client.HttpClientConnect",
			"jdk.internal.httpclient.debug", "org.apache.hc.client5.http", "org.eclipse.jetty.client",
			"org.eclipse.jetty.http");

	static final String PATHS = "org.springframework.web.reactive.function.client.ExchangeFunctions";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Stream<String> loggers = hasSecretPath(environment) ? Stream.concat(LOGGERS.stream(), Stream.of(PATHS))
				: LOGGERS.stream();
		environment.getPropertySources()
			.addLast(new MapPropertySource("westmoonLoginLogging",
					loggers.collect(Collectors.toMap((logger) -> "logging.level." + logger, (logger) -> "info"))));
	}

	private static boolean hasSecretPath(ConfigurableEnvironment environment) {
		return environment.getPropertySources()
			.stream()
			.filter(EnumerablePropertySource.class::isInstance)
			.flatMap((source) -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
			.anyMatch(SecretProperties::isSecretPath);
	}

}
