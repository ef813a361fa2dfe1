package io.westmoon.login.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * One process after the other: each is killed by its pid and followed by the next, the
 * last one may end.
 */
final class ChildProcesses implements AutoCloseable {

	private final String url;

	private final String place;

	private final long seed;

	private final SoakLog log;

	private final Violations violations;

	private Process current;

	private Thread reader;

	private int started;

	ChildProcesses(String url, String place, long seed, SoakLog log, Violations violations) {
		this.url = url;
		this.place = place;
		this.seed = seed;
		this.log = log;
		this.violations = violations;
	}

	void start() {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		String name = "p" + (++this.started);
		try {
			this.current = new ProcessBuilder(java, "-Xmx160m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
					System.getProperty("java.class.path"), SoakProcess.class.getName(), this.url, this.place, name,
					String.valueOf(this.seed))
				.redirectErrorStream(true)
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot start a process", ex);
		}
		Process process = this.current;
		this.reader = new Thread(() -> read(process), "soak-child-" + name);
		this.reader.setDaemon(true);
		this.reader.start();
	}

	private void read(Process process) {
		try (BufferedReader output = process.inputReader()) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				this.log.line(line);
				if (line.startsWith(SoakProcess.VIOLATION)) {
					this.violations.add(line.substring(SoakProcess.VIOLATION.length()));
				}
			}
		}
		catch (IOException ex) {
			// The process was killed.
		}
	}

	/**
	 * Kills the process, which may be starting still, and starts the next one.
	 */
	void kill() throws InterruptedException {
		if (!this.current.isAlive()) {
			this.violations.add("A process ended by itself with " + this.current.exitValue());
		}
		this.current.destroyForcibly().waitFor();
		this.reader.join();
		start();
	}

	/**
	 * Lets the last process end, which it must do in order.
	 */
	void end() throws InterruptedException, IOException {
		this.current.getOutputStream().close();
		if (!this.current.waitFor(Outcomes.BOUND.plusMinutes(2).toSeconds(), TimeUnit.SECONDS)) {
			this.violations.add("A process does not end");
		}
		else if (this.current.exitValue() != 0) {
			this.violations.add("A process ended with " + this.current.exitValue());
		}
		this.current.destroyForcibly().waitFor();
		this.reader.join();
	}

	@Override
	public void close() {
		if (this.current != null) {
			this.current.destroyForcibly();
		}
	}

}
