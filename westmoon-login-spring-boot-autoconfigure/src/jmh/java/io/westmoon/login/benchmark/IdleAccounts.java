package io.westmoon.login.benchmark;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import com.sun.management.OperatingSystemMXBean;
import io.westmoon.login.autoconfigure.LoggedInAccounts;
import io.westmoon.login.autoconfigure.WestmoonLoginAutoConfiguration;
import io.westmoon.login.autoconfigure.WestmoonLoginJdbcAutoConfiguration;
import io.westmoon.login.autoconfigure.WestmoonLoginRedisAutoConfiguration;
import io.westmoon.login.testsupport.RealPostgres;
import io.westmoon.login.testsupport.RealRedis;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * What an account costs that is logged in and has nothing to do: heap, threads, processor
 * time, and what it asks a server. The difference between one account and 200 more.
 */
final class IdleAccounts implements Measurement {

	private static final int ACCOUNTS = 200;

	private static final int MAX_BYTES = 64 * 1024;

	private static final double MAX_PERCENT = 0.1;

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	@Override
	public String measure() throws Exception {
		MarkdownTable table = new MarkdownTable("store", "% of a core, JVM with no account",
				"% of a core, JVM with one", "% of a core, each of 200 more", "asks a minute, one account",
				"asks a minute, each of 200 more", "KiB of heap each", "threads more for 200");
		Path directory = Files.createTempDirectory("idle-accounts");
		try {
			measure(table, "file", () -> 0, "westmoon.login.store.directory=" + directory);
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
		try (RealRedis redis = RealRedis.start()) {
			measure(table, "Redis (commands)",
					() -> Long.parseLong(redis.info("stats").getProperty("total_commands_processed")),
					"westmoon.login.store.type=redis", "spring.data.redis.host=127.0.0.1",
					"spring.data.redis.port=" + redis.port());
		}
		try (RealPostgres postgres = RealPostgres.start()) {
			postgres.createLoginTable();
			measure(table, "JDBC, PostgreSQL (transactions)", () -> transactions(postgres),
					"westmoon.login.store.type=jdbc", "spring.datasource.url=" + postgres.url());
		}
		return table.toString();
	}

	private static long transactions(RealPostgres postgres) {
		try (Connection connection = postgres.connection();
				Statement statement = connection.createStatement();
				ResultSet result = statement
					.executeQuery("select sum(xact_commit + xact_rollback) from pg_stat_database"
							+ " where datname = 'postgres'")) {
			result.next();
			return result.getLong(1);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void measure(MarkdownTable table, String store, LongSupplier asks, String... properties) {
		Double[] none = new Double[1];
		application(properties).withPropertyValues("westmoon.login.enabled=false")
			.run((context) -> none[0] = Idle.measure(asks).percent);
		application(properties).run((context) -> {
			LoggedInAccounts.register(context, "first");
			Idle one = Idle.measure(asks);
			long heap = heap();
			int threads = ManagementFactory.getThreadMXBean().getThreadCount();
			register(context);
			double bytes = (heap() - heap) / (double) ACCOUNTS;
			Idle all = Idle.measure(asks);
			int more = ManagementFactory.getThreadMXBean().getThreadCount() - threads;
			double each = (all.percent - one.percent) / ACCOUNTS;
			table.row(store, MarkdownTable.number(none[0], 2),
					MarkdownTable.atMost(MarkdownTable.number(one.percent, 2), one.percent - none[0], MAX_PERCENT),
					MarkdownTable.atMost(MarkdownTable.number(Math.max(0, each), 4), each, MAX_PERCENT),
					MarkdownTable.number(one.asks, 1),
					MarkdownTable.number(Math.max(0, (all.asks - one.asks) / ACCOUNTS), 1),
					MarkdownTable.atMost(MarkdownTable.number(bytes / 1024, 1), bytes, MAX_BYTES),
					MarkdownTable.atMost(String.valueOf(more), more, ACCOUNTS / 10));
		});
	}

	private static ApplicationContextRunner application(String... properties) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, DataRedisAutoConfiguration.class,
					DataSourceAutoConfiguration.class, WestmoonLoginRedisAutoConfiguration.class,
					WestmoonLoginJdbcAutoConfiguration.class, WestmoonLoginAutoConfiguration.class))
			.withPropertyValues(properties);
	}

	private static void register(ApplicationContext context) {
		for (int i = 0; i < ACCOUNTS; i++) {
			LoggedInAccounts.register(context, "shop-" + i);
		}
	}

	private static long heap() {
		for (int i = 0; i < 4; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	/**
	 * What was used in some time.
	 *
	 * @param percent processor time of this JVM, in percent of one core
	 * @param asks what a server was asked in a minute
	 */
	private record Idle(double percent, double asks) {

		static Idle measure(LongSupplier asks) throws InterruptedException {
			Thread.sleep(1_000L * Effort.of(10, 3));
			int seconds = Effort.of(20, 5);
			// Asking costs something itself, which is not to be counted.
			long cost = -asks.getAsLong() + asks.getAsLong();
			List<Long> before = new ArrayList<>(List.of(asks.getAsLong(), SYSTEM.getProcessCpuTime()));
			Thread.sleep(1_000L * seconds);
			long used = SYSTEM.getProcessCpuTime() - before.get(1);
			long asked = asks.getAsLong() - before.get(0) - cost;
			return new Idle(100.0 * used / (seconds * 1e9), asked * 60.0 / seconds);
		}

	}

}
