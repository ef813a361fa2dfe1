package io.westmoon.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * The packaged application in a process of its own, which ends with the test at the
 * latest.
 */
public final class JarProcess implements AutoCloseable {

	private static final Path JAR = Path.of("target", "sample-app.jar");

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final Process process;

	private final StringBuffer out = new StringBuffer();

	private final StringBuffer err = new StringBuffer();

	private final List<CompletableFuture<Void>> readers;

	private JarProcess(Process process) {
		this.process = process;
		this.readers = List.of(read(process.inputReader(StandardCharsets.UTF_8), this.out),
				read(process.errorReader(StandardCharsets.UTF_8), this.err));
	}

	/**
	 * Starts the jar.
	 * @param userHome the home directory of the process
	 * @param environment the whole environment but for the home directory
	 * @param vmArguments arguments for the JVM
	 * @param arguments arguments for the application
	 * @return the running process
	 */
	public static JarProcess start(Path userHome, Map<String, String> environment, List<String> vmArguments,
			String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dreactor.netty.ioShutdownQuietPeriod=1",
				"-Duser.home=" + userHome));
		command.addAll(vmArguments);
		command.addAll(List.of("-jar", JAR.toString()));
		command.addAll(Arrays.asList(arguments));
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().clear();
		builder.environment().putAll(environment);
		builder.environment().put("HOME", userHome.toString());
		try {
			return new JarProcess(builder.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static CompletableFuture<Void> read(BufferedReader reader, StringBuffer into) {
		return CompletableFuture.runAsync(() -> {
			try (reader) {
				for (String line = reader.readLine(); line != null; line = reader.readLine()) {
					synchronized (into) {
						into.append(line).append('\n');
						into.notifyAll();
					}
				}
			}
			catch (IOException ex) {
				into.append("(stream closed)\n");
			}
		}, (task) -> {
			Thread thread = new Thread(task, "reader");
			thread.setDaemon(true);
			thread.start();
		});
	}

	/**
	 * Waits for a line on the standard output.
	 * @param wanted tells whether it is the line
	 * @return the line
	 */
	public String awaitLine(Predicate<String> wanted) {
		return awaitLine(this.out, wanted);
	}

	/**
	 * Waits for a line on the standard error.
	 * @param wanted tells whether it is the line
	 * @return the line
	 */
	public String awaitErrorLine(Predicate<String> wanted) {
		return awaitLine(this.err, wanted);
	}

	private String awaitLine(StringBuffer stream, Predicate<String> wanted) {
		long end = System.nanoTime() + TIMEOUT.toNanos();
		synchronized (stream) {
			while (true) {
				String line = stream.toString().lines().filter(wanted).findFirst().orElse(null);
				if (line != null) {
					return line;
				}
				long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
				if (left <= 0 || isReadToTheEnd()) {
					throw new AssertionError("The line did not come. Output: " + output());
				}
				try {
					stream.wait(Math.min(left, 500));
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}
	}

	private boolean isReadToTheEnd() {
		return this.readers.stream().allMatch(CompletableFuture::isDone);
	}

	/**
	 * Finds what the process has started, and what that has started.
	 * @return the processes that run now
	 */
	public List<ProcessHandle> descendants() {
		return this.process.descendants().toList();
	}

	/**
	 * Tells what has come out of the process so far.
	 * @return its standard output and then its standard error
	 */
	public String output() {
		return this.out.toString() + this.err;
	}

	/**
	 * Asks the process to end, as Ctrl-C does.
	 */
	public void interrupt() {
		this.process.toHandle().destroy();
	}

	/**
	 * Waits for the end of the process.
	 * @return what came out of it
	 */
	public Result await() {
		try {
			if (!this.process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
				throw new AssertionError("The process did not end. Output: " + output());
			}
			for (CompletableFuture<Void> reader : this.readers) {
				reader.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
			}
			return new Result(this.process.exitValue(), this.out.toString(), this.err.toString());
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			close();
		}
	}

	/**
	 * Returns when the process is gone: until then it may still write to its home.
	 */
	@Override
	public void close() {
		this.process.destroyForcibly().onExit().orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
	}

	/**
	 * What came out of a process.
	 *
	 * @param status the exit status
	 * @param out the standard output
	 * @param err the standard error
	 */
	public record Result(int status, String out, String err) {
	}

}
