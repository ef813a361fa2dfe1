package io.westmoon.login.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.file.FileSessionStore;
import org.springframework.util.FileSystemUtils;

/**
 * Prints what file stores cost that nobody uses: processor time and threads. Each watches
 * a directory of its own, first without files and then with a session and an attempt.
 */
public final class IdleStores {

	private static final int STORES = 200;

	private static final Duration WARM_UP = Duration.ofSeconds(20);

	private static final Duration MEASURED = Duration.ofSeconds(30);

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

	private IdleStores() {
	}

	/**
	 * Measures and prints.
	 * @param args ignored
	 * @throws Exception if anything fails
	 */
	public static void main(String[] args) throws Exception {
		measure("without files", false);
		measure("with files", true);
	}

	private static void measure(String name, boolean files) throws Exception {
		Path directory = Files.createTempDirectory("idle-stores");
		int threads = threads();
		List<FileSessionStore> stores = new ArrayList<>();
		try {
			for (int i = 0; i < STORES; i++) {
				stores.add(open(directory.resolve("store-" + i), files));
			}
			Thread.sleep(WARM_UP.toMillis());
			long before = SYSTEM.getProcessCpuTime();
			Thread.sleep(MEASURED.toMillis());
			double share = (SYSTEM.getProcessCpuTime() - before) / (double) MEASURED.toNanos();
			System.out.printf("%d idle stores %s: %.2f %% of a core, %d threads more than without stores%n", STORES,
					name, 100 * share, threads() - threads);
		}
		finally {
			stores.forEach(FileSessionStore::close);
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private static FileSessionStore open(Path directory, boolean files) throws IOException {
		FileSessionStore store = new FileSessionStore("default", directory, Clock.systemUTC());
		store.changes().onErrorComplete().subscribe();
		if (files) {
			store.save(WestmoonSession.received("token", "refresh", "Bearer", Duration.ofDays(1), Clock.systemUTC())).block();
			store.compareAndSet(LoginAttempt.begin("default", null)).block();
		}
		return store;
	}

	private static int threads() {
		return ManagementFactory.getThreadMXBean().getThreadCount();
	}

}
