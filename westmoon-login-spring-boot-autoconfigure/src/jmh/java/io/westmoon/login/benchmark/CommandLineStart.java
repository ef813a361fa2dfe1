package io.westmoon.login.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.springframework.util.FileSystemUtils;

/**
 * How long {@code --status} of the packaged command line takes, beside a Python that
 * imports what such a tool needs and reads the same file.
 */
final class CommandLineStart implements Measurement {

	private static final Path JAR = Path.of("../sample-app/target/sample-app.jar");

	private static final String PYTHON = "import argparse, json, pathlib, ssl, sys, urllib.request;"
			+ " print(json.loads(pathlib.Path(sys.argv[1]).read_text())['token_type'])";

	private static final double GOAL = 0.24;

	@Override
	public String measure() throws Exception {
		if (!Files.exists(JAR)) {
			throw new MissingPeerException("Needs the packaged sample application: mvn -ntp package -DskipTests");
		}
		Path home = Files.createTempDirectory("command-line");
		try {
			Path tokens = Files.writeString(home.resolve("tokens.json"),
					"{\"access_token\": \"token\", \"refresh_token\": \"\", \"token_type\": \"Bearer\"}");
			return measure(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString(),
							"--status", "--home", home.toString()),
					List.of("python3", "-c", PYTHON, tokens.toString()));
		}
		finally {
			FileSystemUtils.deleteRecursively(home);
		}
	}

	private static String measure(List<String> ours, List<String> python) throws Exception {
		int rounds = Effort.of(15, 3);
		double[] seconds = new double[rounds];
		double[] others = new double[rounds];
		for (int i = -2; i < rounds; i++) {
			double one = run(ours);
			double other = run(python);
			if (i >= 0) {
				seconds[i] = one;
				others[i] = other;
			}
		}
		Quartiles start = Quartiles.of(seconds);
		return new MarkdownTable("command", "seconds")
			.row("`python3` with the imports of such a tool", Quartiles.of(others).text(2))
			.row("**`java -jar sample-app.jar --status`**", MarkdownTable.atMost(start.text(2), start.median(), GOAL))
			.toString();
	}

	private static double run(List<String> command) throws IOException, InterruptedException, MissingPeerException {
		long begin = System.nanoTime();
		Process process;
		try {
			process = new ProcessBuilder(command).redirectErrorStream(true).start();
		}
		catch (IOException ex) {
			throw new MissingPeerException(ex.getMessage());
		}
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
			process.destroyForcibly();
			throw new IllegalStateException("Did not end well: " + output);
		}
		return (System.nanoTime() - begin) / 1e9;
	}

}
