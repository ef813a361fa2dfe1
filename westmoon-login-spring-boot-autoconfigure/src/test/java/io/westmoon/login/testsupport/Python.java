package io.westmoon.login.testsupport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs Python, in which the existing tool is written.
 */
public final class Python {

	private Python() {
	}

	/**
	 * Skips the test where there is no Python.
	 */
	public static void require() {
		Required.orSkip(tryToRun("pass").isEmpty(),
				"Needs python3 on the path, so that a program written in Python can be tested with");
	}

	/**
	 * Runs a script to its end.
	 * @param script the script
	 * @param arguments its arguments
	 */
	public static void run(String script, Object... arguments) {
		assertThat(tryToRun(script, arguments)).as("What went wrong in Python").isEmpty();
	}

	private static String tryToRun(String script, Object... arguments) {
		try {
			Path output = Files.createTempFile("python", ".txt");
			try {
				return run(script, arguments, output);
			}
			finally {
				Files.delete(output);
			}
		}
		catch (IOException ex) {
			return ex.toString();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return ex.toString();
		}
	}

	private static String run(String script, Object[] arguments, Path output) throws IOException, InterruptedException {
		List<String> command = Stream
			.concat(Stream.of("python3", "-c", script), Stream.of(arguments).map(Object::toString))
			.toList();
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		boolean ended = process.waitFor(30, TimeUnit.SECONDS);
		process.destroyForcibly();
		return (ended && process.exitValue() == 0) ? "" : "failed: " + Files.readString(output, StandardCharsets.UTF_8);
	}

}
