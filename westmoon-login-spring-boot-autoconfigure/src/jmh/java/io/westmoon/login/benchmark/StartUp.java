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

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Prints what this library adds to the start of a WebFlux application with Actuator that
 * has a {@code WebClient} anyway: time until the application is ready, loaded classes and
 * threads. Starts one process after the other, in turn with the library and with
 * {@code westmoon.login.enabled=false}, and prints the median of the ratios of neighbors.
 * Arguments: pairs.
 */
public final class StartUp {

	/** What such an application does not have on its class path. */
	private static final List<String> OTHERS = List.of("tomcat", "jetty", "security", "selenium", "mockwebserver",
			"okhttp", "spring-webmvc", "servlet", "httpclient5", "httpcore5", "devtools", "junit", "mockito", "jmh",
			"redis", "lettuce", "jdbc", "h2-", "HikariCP", "mariadb", "postgresql", "spring-tx", "spring-data",
			"spring-cloud", "resilience4j", "opentelemetry", "tink", "guava", "boot-test", "spring-test");

	private StartUp() {
	}

	/**
	 * Compares.
	 * @param args the number of pairs, 20 unless given
	 * @throws Exception if anything fails
	 */
	public static void main(String[] args) throws Exception {
		int pairs = (args.length > 0) ? Integer.parseInt(args[0]) : 20;
		Path home = Files.createTempDirectory("start-up");
		double[] ratios = new double[pairs];
		Started with = start(home, true);
		Started without = start(home, false);
		for (int i = 0; i < pairs; i++) {
			boolean first = i % 2 == 0;
			Started one = start(home, first);
			Started other = start(home, !first);
			with = first ? one : other;
			without = first ? other : one;
			ratios[i] = with.millis / (double) without.millis;
		}
		Arrays.sort(ratios);
		System.out.printf("Start with the library: %.3f times as long (quartiles %.3f and %.3f), last %d ms and %d ms;"
				+ " %d classes and %d threads more%n", ratios[pairs / 2], ratios[pairs / 4], ratios[3 * pairs / 4],
				with.millis, without.millis, with.classes - without.classes, with.threads - without.threads);
	}

	private static Started start(Path home, boolean enabled) throws Exception {
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> OTHERS.stream().noneMatch((other) -> new File(entry).getName().contains(other)))
			.collect(Collectors.joining(File.pathSeparator));
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto",
				"-XX:TieredStopAtLevel=1", "-Duser.home=" + home, "-cp", classPath, Application.class.getName()));
		command.add("--westmoon.login.enabled=" + enabled);
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

	private record Started(long millis, int classes, int threads) {

		static Started of(String line) {
			String[] figures = line.split(" ");
			return new Started(Long.parseLong(figures[1]), Integer.parseInt(figures[2]), Integer.parseInt(figures[3]));
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
			System.out.println("READY " + uptime + " " + ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()
					+ " " + ManagementFactory.getThreadMXBean().getThreadCount());
		}

	}

}
