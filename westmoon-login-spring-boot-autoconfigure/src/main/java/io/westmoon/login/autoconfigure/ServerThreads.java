package io.westmoon.login.autoconfigure;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.web.context.WebApplicationContext;

/**
 * How many calls may wait for a login where a waiting call can block a thread of the
 * server. The other half of the threads stays free, so that the login page and health
 * checks are answered.
 */
final class ServerThreads {

	private static final int UNBOUNDED = 10_000;

	/**
	 * The default of Tomcat and Jetty.
	 */
	private static final int DEFAULT_THREADS = 200;

	private ServerThreads() {
	}

	/**
	 * Returns how many calls of one account may wait.
	 * @param accounts how many accounts share the threads
	 */
	static int maxWaiting(@Nullable Integer configured, int accounts, ApplicationContext context) {
		if (configured != null) {
			return configured;
		}
		if (!(context instanceof WebApplicationContext) || Threading.VIRTUAL.isActive(context.getEnvironment())) {
			return UNBOUNDED;
		}
		return Math.max(1, threads(context.getEnvironment()) / 2 / accounts);
	}

	private static int threads(Environment environment) {
		return Stream.of("server.tomcat.threads.max", "server.jetty.threads.max")
			.map((name) -> environment.getProperty(name, Integer.class))
			.filter((threads) -> threads != null && threads > 0)
			.min(Integer::compare)
			.orElse(DEFAULT_THREADS);
	}

}
