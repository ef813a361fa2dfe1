package io.westmoon.login.benchmark;

import java.io.File;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.westmoon.login.WestmoonAuthClient;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What this library adds to the start of a WebFlux application with Actuator that has a
 * {@code WebClient} anyway: time until the application is ready, heap, loaded classes and
 * threads. Starts one process after the other, in turn with the library on the class path
 * and without it.
 */
public final class StartUp implements Measurement {

	private static final double GOAL = 1.05;

	/** What such an application does not have on its class path. */
	private static final List<String> OTHERS = List.of("tomcat", "jetty", "security", "selenium", "mockwebserver",
			"okhttp", "spring-webmvc", "servlet", "httpclient", "httpcore", "devtools", "junit", "mockito", "jmh",
			"redis", "lettuce", "jdbc", "h2-", "HikariCP", "mariadb", "postgresql", "spring-tx", "spring-data",
			"spring-cloud", "resilience4j", "opentelemetry", "opencensus", "tink", "guava", "gson", "boot-test",
			"spring-test", "azure", "google", "nimbus");

	@Override
	public String measure() throws Exception {
		int pairs = Effort.of(24, 2);
		Path home = Files.createTempDirectory("start-up");
		double[][] with = new double[4][pairs];
		double[][] without = new double[4][pairs];
		try {
			start(home, true);
			start(home, false);
			for (int i = 0; i < pairs; i++) {
				boolean first = i % 2 == 0;
				Started one = start(home, first);
				Started other = start(home, !first);
				(first ? one : other).put(with, i);
				(first ? other : one).put(without, i);
			}
		}
		finally {
			FileSystemUtils.deleteRecursively(home);
		}
		MarkdownTable table = new MarkdownTable("what", "without", "with this library", "ratio");
		row(table, "ms until the application is ready", with[0], without[0]);
		row(table, "KiB of heap in use then, after a collection", with[1], without[1]);
		row(table, "loaded classes", with[2], without[2]);
		table.row("threads", MarkdownTable.number(Quartiles.of(without[3]).median(), 0),
				MarkdownTable.number(Quartiles.of(with[3]).median(), 0),
				Quartiles.ofRatios(with[3], without[3]).text(2));
		return table.toString();
	}

	private static void row(MarkdownTable table, String what, double[] with, double[] without) {
		Quartiles ratio = Quartiles.ofRatios(with, without);
		table.row(what, MarkdownTable.number(Quartiles.of(without).median(), 0),
				MarkdownTable.number(Quartiles.of(with).median(), 0),
				MarkdownTable.atMost(ratio.text(3), ratio.median(), GOAL));
	}

	private static Started start(Path home, boolean library) throws Exception {
		Path ours = Path.of(WestmoonAuthClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> OTHERS.stream().noneMatch((other) -> new File(entry).getName().contains(other)))
			.filter((entry) -> library || !Path.of(entry).toAbsolutePath().equals(ours))
			.collect(Collectors.joining(File.pathSeparator));
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto",
				"-XX:TieredStopAtLevel=1", "-Duser.home=" + home, "-cp", classPath, Application.class.getName()));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try (InputStream stream = process.getInputStream()) {
			String output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			process.waitFor(1, TimeUnit.MINUTES);
			return output.lines()
				.filter((line) -> line.startsWith("READY "))
				.map(Started::of)
				.findFirst()
				.orElseThrow(() -> new IllegalStateException(output));
		}
		finally {
			process.destroyForcibly();
		}
	}

	private record Started(long millis, long heap, int classes, int threads) {

		void put(double[][] figures, int round) {
			figures[0][round] = this.millis;
			figures[1][round] = this.heap;
			figures[2][round] = this.classes;
			figures[3][round] = this.threads;
		}

		static Started of(String line) {
			String[] figures = line.split(" ");
			return new Started(Long.parseLong(figures[1]), Long.parseLong(figures[2]), Integer.parseInt(figures[3]),
					Integer.parseInt(figures[4]));
		}

	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Application {

		/**
		 * Starts it.
		 * @param args properties
		 */
		public static void main(String[] args) {
			SpringApplication application = new SpringApplication(Application.class);
			String[] all = Arrays.copyOf(args, args.length + 2);
			all[args.length] = "--server.port=0";
			all[args.length + 1] = "--logging.level.root=warn";
			application.run(all).close();
		}

		@Bean
		WebClient webClient(WebClient.Builder builder) {
			return builder.build();
		}

		@EventListener
		void ready(ApplicationReadyEvent event) {
			long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
			int threads = ManagementFactory.getThreadMXBean().getThreadCount();
			int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
			System.gc();
			long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024;
			System.out.println("READY " + uptime + " " + heap + " " + classes + " " + threads);
		}

	}

}
