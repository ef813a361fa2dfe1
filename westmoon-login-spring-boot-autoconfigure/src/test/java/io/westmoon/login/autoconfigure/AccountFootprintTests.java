package io.westmoon.login.autoconfigure;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an account costs that is logged in and has nothing to do.
 */
class AccountFootprintTests {

	private static final int ACCOUNTS = 200;

	private static final int MAX_BYTES = 64 * 1024;

	/**
	 * More than the shared threads that happen to begin meanwhile.
	 */
	private static final int SHARED_THREADS = 20;

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@TempDir
	private Path directory;

	@Test
	void hundredsOfAccountsCostLittleHeapAndNoThreadEach() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WebClientAutoConfiguration.class, WestmoonLoginAutoConfiguration.class))
			.withPropertyValues("westmoon.login.store.directory=" + this.directory)
			.run((context) -> {
				Accounts accounts = context.getBean(Accounts.class);
				register(accounts, "first");
				long before = heap();
				Set<Thread> threads = Thread.getAllStackTraces().keySet();
				for (int i = 0; i < ACCOUNTS; i++) {
					register(accounts, "shop-" + i);
				}
				List<String> left = Flux.interval(Duration.ZERO, Duration.ofMillis(100))
					.map((tick) -> namesOfNewThreads(threads))
					.takeUntil((names) -> names.size() < SHARED_THREADS)
					.take(TIMEOUT)
					.blockLast();
				assertThat(left).hasSizeLessThan(SHARED_THREADS);
				// Only now, since a thread that has just worked for an account holds
				// some.
				assertThat((heap() - before) / ACCOUNTS).isLessThan(MAX_BYTES);
			});
	}

	private static void register(Accounts accounts, String name) {
		WestmoonAuthClient client = accounts.register(name, Map.of());
		WestmoonSession session = WestmoonSession.received("token-of-" + name, "refresh", "Bearer", Duration.ofDays(7),
				Clock.systemUTC());
		accounts.opened().get(name).store().save(session).block(TIMEOUT);
		client.session().block(TIMEOUT);
	}

	private static List<String> namesOfNewThreads(Set<Thread> before) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !before.contains(thread))
			.map(Thread::getName)
			.toList();
	}

	/**
	 * The collector needs some rounds to find what only finalizers and soft caches hold.
	 */
	private static long heap() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
