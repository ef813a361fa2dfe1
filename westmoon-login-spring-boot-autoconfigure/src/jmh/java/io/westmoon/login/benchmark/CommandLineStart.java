package io.westmoon.login.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.springframework.util.FileSystemUtils;

/**
 * How long {@code login --status} of the command line takes, as it is packaged and as the
 * guide makes it faster, beside a Python that imports what such a tool needs and reads
 * the same file.
 */
final class CommandLineStart implements Measurement {

	private static final Path JAR = Path.of("../sample-app/target/sample-app.jar").toAbsolutePath().normalize();

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private static final int CACHE_SINCE = 25;

	private static final String PYTHON = "import argparse, json, pathlib, ssl, sys, urllib.request;"
			+ " print(json.loads(pathlib.Path(sys.argv[1]).read_text())['token_type'])";

	private static final long MAX_SECONDS = 30;

	private final boolean cache;

	/** Four times what the existing tool took, and twice as much with JDK 25. */
	private final double goal;

	/**
	 * Prepares the benchmark.
	 * @param cache whether it is the one for a JVM that has an ahead-of-time cache
	 */
	CommandLineStart(boolean cache) {
		this.cache = cache;
		this.goal = cache ? 0.48 : 0.96;
	}

	@Override
	public String measure() throws Exception {
		if (this.cache != Runtime.version().feature() >= CACHE_SINCE) {
			throw new MissingPeerException(
					"Needs a JDK " + (this.cache ? "from" : "before") + " version " + CACHE_SINCE + (this.cache ? " on" : ""));
		}
		if (!Files.exists(JAR)) {
			throw new MissingPeerException("Needs the packaged sample application: mvn -ntp package -DskipTests");
		}
		Path home = Files.createTempDirectory("command-line");
		try {
			Path tokens = Files.writeString(home.resolve("tokens.json"),
					"{\"access_token\": \"token\", \"refresh_token\": \"\", \"token_type\": \"Bearer\"}");
			Path extracted = home.resolve("extracted");
			run(home, List.of(JAVA, "-Djarmode=tools", "-jar", JAR.toString(), "extract", "--destination",
					extracted.toString()));
			String jar = extracted.resolve(JAR.getFileName()).toString();
			String archive = extracted.resolve("classes").toString();
			run(home, status(jar, home, (this.cache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive,
					"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:disable"));
			return measure(home, List.of("python3", "-c", PYTHON, tokens.toString()), status(JAR.toString(), home),
					status(jar, home, (this.cache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive,
							"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:disable"));
		}
		finally {
			FileSystemUtils.deleteRecursively(home);
		}
	}

	private static List<String> status(String jar, Path home, String... options) {
		List<String> command = new ArrayList<>(List.of(JAVA));
		command.addAll(Arrays.asList(options));
		command.addAll(List.of("-jar", jar, "login", "--status", "--home", home.toString()));
		return command;
	}

	private String measure(Path home, List<String> python, List<String> packaged, List<String> archived)
			throws Exception {
		int rounds = Effort.of(15, 3);
		double[][] seconds = new double[3][rounds];
		for (int i = -2; i < rounds; i++) {
			double[] round = { run(home, python), run(home, packaged), run(home, archived) };
			for (int arm = 0; arm < round.length && i >= 0; arm++) {
				seconds[arm][i] = round[arm];
			}
		}
		Quartiles fast = Quartiles.of(seconds[2]);
		return new MarkdownTable("command", "seconds")
			.row("`python3` with the imports of such a tool", Quartiles.of(seconds[0]).text(2))
			.row("`java -jar sample-app.jar login --status`", Quartiles.of(seconds[1]).text(2))
			.row("**the same, extracted and with " + (this.cache ? "a cache" : "an archive") + " of its classes**",
					MarkdownTable.atMost(fast.text(2), fast.median(), this.goal))
			.toString();
	}

	private static double run(Path directory, List<String> command)
			throws IOException, InterruptedException, MissingPeerException {
		Path output = directory.resolve("output");
		long begin = System.nanoTime();
		Process process;
		try {
			process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		}
		catch (IOException ex) {
			throw new MissingPeerException(ex.getMessage());
		}
		try {
			process.getOutputStream().close();
			if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new IllegalStateException("Did not end well: " + command + "\n" + Files.readString(output));
			}
			return (System.nanoTime() - begin) / 1e9;
		}
		finally {
			process.destroyForcibly();
		}
	}

}
