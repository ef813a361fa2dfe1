package io.westmoon.login.processes;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.testsupport.Signals;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that a test started, and what it has said so far.
 */
final class ChildProcess {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final Process process;

	private final List<String> lines = new ArrayList<>();

	private final Thread reader;

	private final BufferedWriter input;

	private int questions;

	private ChildProcess(Process process) {
		this.process = process;
		this.input = process.outputWriter();
		this.reader = new Thread(this::read, "reader of process " + process.pid());
		this.reader.setDaemon(true);
		this.reader.start();
	}

	/**
	 * Starts a JVM.
	 * @param main the class to run
	 * @param arguments its arguments
	 */
	static ChildProcess start(Class<?> main, String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		try {
			return new ChildProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
		}
		catch (IOException ex) {
			throw new AssertionError("Cannot start a process", ex);
		}
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	int exitValue() {
		return this.process.exitValue();
	}

	/**
	 * Returns when the process is gone: until then it may still write.
	 */
	void kill() {
		assertThat(this.process.destroyForcibly().onExit()).succeedsWithin(TIMEOUT);
	}

	void suspend() {
		Signals.suspend(this.process.pid());
	}

	void resume() {
		Signals.resume(this.process.pid());
	}

	private void read() {
		try (BufferedReader output = this.process.inputReader()) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				synchronized (this.lines) {
					this.lines.add(line);
					this.lines.notifyAll();
				}
			}
		}
		catch (IOException ex) {
			throw new AssertionError("Cannot read what a process says", ex);
		}
	}

	boolean hasSaid(String beginning) {
		synchronized (this.lines) {
			return this.lines.stream().anyMatch((line) -> line.startsWith(beginning));
		}
	}

	/**
	 * Tells whether a line that was logged has a part.
	 */
	boolean hasLogged(String part) {
		synchronized (this.lines) {
			return this.lines.stream().anyMatch((line) -> line.contains(part));
		}
	}

	/**
	 * Forgets what was said so far.
	 */
	void forget() {
		synchronized (this.lines) {
			this.lines.clear();
		}
	}

	/**
	 * Writes a line to the process and returns what it answers to it.
	 */
	String ask(String question) {
		String number = (++this.questions) + " ";
		try {
			this.input.write(number + question);
			this.input.newLine();
			this.input.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("A process does not listen", ex);
		}
		return await(number).substring(number.length());
	}

	String await(String beginning) {
		long end = System.nanoTime() + TIMEOUT.toNanos();
		synchronized (this.lines) {
			for (long left = TIMEOUT.toMillis(); left > 0; left = TimeUnit.NANOSECONDS
				.toMillis(end - System.nanoTime())) {
				for (String line : this.lines) {
					if (line.startsWith(beginning)) {
						return line;
					}
				}
				waitForLine(left);
			}
			throw new AssertionError("A process did not say " + beginning + " but " + this.lines + ", reader alive: "
					+ this.reader.isAlive());
		}
	}

	private void waitForLine(long millis) {
		try {
			this.lines.wait(millis);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	private static AssertionError interrupted(InterruptedException cause) {
		Thread.currentThread().interrupt();
		return new AssertionError("Interrupted", cause);
	}

	@Override
	public String toString() {
		synchronized (this.lines) {
			return "process " + this.process.pid() + ", which said " + this.lines;
		}
	}

}
