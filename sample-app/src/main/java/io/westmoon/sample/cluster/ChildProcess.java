package io.westmoon.sample.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.springframework.util.ClassUtils;

/**
 * Another process with the same class path, from a build as well as from the packaged
 * jar. It holds on to this process by its standard input (see {@link Lifeline}), which
 * the system closes however this process ends. Thread-safe.
 */
final class ChildProcess implements AutoCloseable {

	/**
	 * The line with which the other process says that it is ready.
	 */
	static final String READY = "ready: 4f0c";

	/**
	 * Is on the class path only in the packaged jar, whose libraries need it.
	 */
	private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Process process;

	private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

	private ChildProcess(Process process) {
		this.process = process;
	}

	/**
	 * Starts a process.
	 * @param name goes before each line of its output, which is passed on
	 * @param main the class with the main method
	 * @param arguments the arguments of the main method
	 * @return the process, which may not be ready yet
	 * @throws UncheckedIOException if it cannot be started
	 */
	static ChildProcess start(String name, Class<?> main, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Dstdout.encoding=UTF-8"));
		if (ClassUtils.isPresent(LAUNCHER, null)) {
			command.addAll(List.of("-Dloader.main=" + main.getName(), LAUNCHER));
		}
		else {
			command.add(main.getName());
		}
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
		try {
			ChildProcess child = new ChildProcess(builder.start());
			child.passOnOutput(name);
			return child;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot start " + command.get(0), ex);
		}
	}

	private void passOnOutput(String name) {
		Thread thread = new Thread(() -> {
			try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
				for (String line = lines.readLine(); line != null; line = lines.readLine()) {
					if (line.equals(READY)) {
						this.ready.complete(true);
					}
					else {
						System.out.println("[" + name + "] " + line);
					}
				}
			}
			catch (IOException ex) {
				// The process has ended.
			}
			this.ready.complete(false);
		}, "output-" + name);
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Tells whether the process runs and has said that it is ready.
	 * @return whether it is ready
	 */
	boolean isReady() {
		return isAlive() && this.ready.getNow(false);
	}

	/**
	 * Tells whether the process runs.
	 * @return whether it runs
	 */
	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Waits until the process is ready.
	 * @param timeout how long to wait at most
	 * @return whether it is
	 */
	boolean awaitReady(Duration timeout) {
		try {
			return this.ready.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Kills the process: it can do nothing more. Returns when it is gone.
	 */
	void kill() {
		this.process.destroyForcibly();
		awaitEnd();
	}

	/**
	 * Does to the process what the end of this one would do.
	 */
	void letGo() {
		try {
			this.process.getOutputStream().close();
		}
		catch (IOException ex) {
			// The process has ended.
		}
	}

	/**
	 * Waits for the end of the process, but not for ever.
	 * @return whether it has ended
	 */
	boolean awaitEnd() {
		try {
			return this.process.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Lets the process end in order, and kills it if that takes too long.
	 */
	@Override
	public void close() {
		letGo();
		if (!awaitEnd()) {
			kill();
		}
	}

}
