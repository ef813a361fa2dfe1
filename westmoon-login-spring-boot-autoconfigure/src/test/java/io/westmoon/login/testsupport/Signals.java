package io.westmoon.login.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Suspends processes and lets them go on, and asks JVMs what their threads do.
 */
public final class Signals {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private Signals() {
	}

	/**
	 * Suspends a process. Returns when none of its threads runs any more, which takes a
	 * moment on a busy machine: one of them has to pass the signal on to the others.
	 */
	public static void suspend(long pid) {
		send("STOP", pid);
		Path threads = Path.of("/proc", String.valueOf(pid), "task");
		if (Files.exists(threads)) {
			Awaitility.await()
				.atMost(TIMEOUT)
				.pollInterval(Duration.ofMillis(1))
				.until(() -> states(threads).stream().allMatch("T"::equals));
		}
	}

	/**
	 * Lets a process go on.
	 */
	public static void resume(long pid) {
		send("CONT", pid);
	}

	/**
	 * Lets a JVM print what its threads do, and at last what its heap is like.
	 */
	public static void printThreads(long pid) {
		send("QUIT", pid);
	}

	/**
	 * Returns the state of each thread, which follows its name in parentheses.
	 */
	private static List<String> states(Path threads) throws IOException {
		try (Stream<Path> all = Files.list(threads)) {
			return all.map((thread) -> read(thread.resolve("stat")))
				.map((stat) -> stat.replaceFirst("(?s).*\\) (.).*", "$1"))
				.toList();
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (NoSuchFileException ex) {
			return "ended";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void send(String signal, long pid) {
		try {
			Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start();
			assertThat(kill.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(kill.exitValue()).isZero();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted", ex);
		}
	}

}
