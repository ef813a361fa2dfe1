package io.westmoon.login.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.opentest4j.TestAbortedException;
import reactor.core.publisher.Hooks;

/**
 * Runs the benchmarks one after the other, each in a JVM of its own, and writes their
 * tables into the page on performance. A table stays as it is if its benchmark misses a
 * server or a program, or fails. A short run writes into {@code target/performance.md}.
 */
public final class Benchmarks {

	private static final Path PAGE = Path.of("../docs/performance.md");

	private static final Path TRIED = Path.of("target/performance.md");

	private static final int MAX_MINUTES = 10;

	private static final Map<String, Measurement> ALL = new LinkedHashMap<>();

	static {
		ALL.put("environment", new Environment());
		ALL.put("attach-filter", () -> Attach.measure(FilterBenchmark.class,
				EnumSet.complementOf(EnumSet.of(Arm.COPYING_LAMBDA)), 0.9, 0.5));
		ALL.put("attach-interceptor", () -> Attach.measure(InterceptorBenchmark.class,
				EnumSet.allOf(Arm.class), 0.9, Double.NaN));
		ALL.put("sockets", new Sockets());
		ALL.put("storm", new Storm());
		ALL.put("waiting-heap", new WaitingHeap());
		ALL.put("second-process", new SecondProcess());
		ALL.put("idle-accounts", new IdleAccounts());
		ALL.put("start-up", new StartUp());
		ALL.put("health", new HealthProbe());
		ALL.put("command-line", new CommandLineStart(false));
		ALL.put("command-line-25", new CommandLineStart(true));
	}

	private Benchmarks() {
	}

	/**
	 * Runs benchmarks.
	 * @param args their names, commas or spaces between them; all if there is none
	 * @throws Exception if one fails, after all have been run
	 */
	public static void main(String[] args) throws Exception {
		List<String> names = Arrays.stream(String.join(",", args).split(","))
			.filter((name) -> !name.isBlank())
			.toList();
		Set<String> known = ALL.keySet();
		if (!known.containsAll(names)) {
			throw new IllegalArgumentException("The benchmarks are " + String.join(", ", known));
		}
		Path page = PAGE;
		if (Effort.isShort()) {
			page = TRIED;
			Files.copy(PAGE, page, StandardCopyOption.REPLACE_EXISTING);
		}
		List<String> failed = new ArrayList<>();
		for (String name : names.isEmpty() ? known : names) {
			long begin = System.nanoTime();
			if (!run(name, new PerformancePage(page))) {
				failed.add(name);
			}
			System.out.printf("%s took %d s%n%n", name, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
		}
		System.out.println("Tables are in " + page);
		if (!failed.isEmpty()) {
			throw new IllegalStateException("Failed, so their tables are as they were: " + failed);
		}
	}

	private static boolean run(String name, PerformancePage page) throws IOException, InterruptedException {
		System.out.println("== " + name);
		Path table = Files.createTempFile("table", ".md");
		try {
			Process process = java("-Xmx2g", "-Xss512k", "-D" + Effort.PROPERTY + "=" + Effort.isShort(), "-cp",
					System.getProperty("java.class.path"), One.class.getName(), name, table.toString())
				.inheritIO()
				.start();
			try {
				if (!process.waitFor(MAX_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
					return false;
				}
			}
			finally {
				process.descendants().forEach(ProcessHandle::destroyForcibly);
				process.destroyForcibly();
			}
			String text = Files.readString(table);
			if (!text.isEmpty()) {
				System.out.println(text);
				page.write(name, text + "\n\n*" + LocalDate.now(ZoneOffset.UTC)
						+ (Effort.isShort() ? ", a short run: just a try" : "") + "*");
			}
			return true;
		}
		finally {
			Files.delete(table);
		}
	}

	/**
	 * Prepares a JVM like this one.
	 */
	static ProcessBuilder java(String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command).redirectErrorStream(true);
	}

	/**
	 * Returns the files of the class path.
	 */
	static List<File> classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(File::new).toList();
	}

	/**
	 * Runs one benchmark in this JVM.
	 */
	static final class One {

		private One() {
		}

		/**
		 * Measures.
		 * @param args the name and the file for the table, which stays empty if something
		 * is missing
		 */
		public static void main(String[] args) {
			int status = 0;
			// Peers drop errors of calls that have ended; that is theirs.
			Hooks.onErrorDropped((ex) -> {
			});
			try {
				Files.writeString(Path.of(args[1]), ALL.get(args[0]).measure());
			}
			catch (MissingPeerException | TestAbortedException ex) {
				System.out.println("Not measured, the table stays as it is: " + ex.getMessage());
			}
			catch (Throwable ex) {
				ex.printStackTrace();
				status = 1;
			}
			// Whatever threads a benchmark or a peer has left.
			Runtime.getRuntime().exit(status);
		}

	}

}
