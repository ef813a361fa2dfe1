package io.westmoon.login.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real database server on this machine's loopback address, with data of its own that
 * are gone afterwards. It ends with the JVM of the test, however that ends.
 */
public abstract class RealDatabase implements AutoCloseable {

	/**
	 * Runs the server until a line can be read, until whoever would write one is gone, or
	 * until a signal arrives.
	 */
	private static final String GUARD = """
			trap : HUP INT TERM
			directory=$1; signal=$2; shift 2
			"$@" &
			server=$!
			read -r order
			kill -"$signal" $server
			wait $server
			[ "$order" = keep ] || rm -rf "$directory"
			""";

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	/**
	 * Where files are not written to a disk, which servers wait for.
	 */
	private static final Path MEMORY = Path.of("/dev/shm");

	private final Path directory;

	private final String signal;

	private final int port;

	private Process guard;

	/**
	 * Prepares the data and starts the server.
	 * @param signal what ends the server at once
	 */
	RealDatabase(String signal) {
		this.signal = signal;
		try (ServerSocket socket = new ServerSocket(0)) {
			this.port = socket.getLocalPort();
			this.directory = Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "database")
					: Files.createTempDirectory("database");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		initialize(this.directory);
		startAgain();
	}

	/**
	 * Creates the server's files.
	 */
	abstract void initialize(Path directory);

	/**
	 * Returns the command that runs the server.
	 */
	abstract List<String> command(Path directory, int port);

	/**
	 * Returns the URL of an empty database, with a user who may do everything in it.
	 */
	public abstract String url();

	int port() {
		return this.port;
	}

	/**
	 * Starts the server again with the same data, on the same port.
	 */
	public final void startAgain() {
		List<String> command = new ArrayList<>(
				List.of("sh", "-c", GUARD, "sh", this.directory.toString(), this.signal));
		command.addAll(command(this.directory, this.port));
		File log = this.directory.resolve("server.log").toFile();
		try {
			this.guard = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log))
				.start();
			Awaitility.await()
				.atMost(TIMEOUT)
				.ignoreExceptions()
				.pollInterval(Duration.ofMillis(50))
				.untilAsserted(() -> connection().close());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (RuntimeException ex) {
			throw new AssertionError("The server did not start: " + read(log), ex);
		}
	}

	private static String read(File log) {
		try {
			return Files.readString(log.toPath());
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	/**
	 * Ends the server at once; its data stay.
	 */
	public final void stop() {
		end("keep");
	}

	/**
	 * Suspends the server, or lets it go on: connections stay open, but nobody answers.
	 */
	public final void suspend(boolean suspended) {
		List<String> command = new ArrayList<>(
				List.of("sh", "-c", "kill \"$@\" || :", "sh", suspended ? "-STOP" : "-CONT"));
		this.guard.descendants().map(ProcessHandle::pid).map(String::valueOf).forEach(command::add);
		run(command);
	}

	private void end(String order) {
		if (!this.guard.isAlive()) {
			return;
		}
		try (var line = this.guard.outputWriter()) {
			line.write(order + "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		assertThat(this.guard.onExit()).succeedsWithin(TIMEOUT);
	}

	@Override
	public void close() {
		end("forget");
	}

	/**
	 * Opens a connection that is not pooled.
	 */
	public final Connection connection() throws SQLException {
		return DriverManager.getConnection(url());
	}

	/**
	 * Executes a statement.
	 */
	public final void execute(String sql) {
		try (Connection connection = connection(); var statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new AssertionError("Could not execute: " + sql, ex);
		}
	}

	/**
	 * Opens a pool such as applications have.
	 * @return the pool, to be closed
	 */
	public final HikariDataSource pool() {
		return pool(url());
	}

	/**
	 * Opens a pool such as applications have.
	 * @param url the URL of a database
	 * @return the pool, to be closed
	 */
	public static HikariDataSource pool(String url) {
		HikariConfig settings = new HikariConfig();
		settings.setJdbcUrl(url);
		settings.setInitializationFailTimeout(-1);
		settings.setMinimumIdle(0);
		return new HikariDataSource(settings);
	}

	/**
	 * Finds a program of the server's package.
	 * @param need says what is needed and how to get it
	 * @param places patterns of where it may be
	 */
	static Path program(String need, String name, Stream<Path> places) {
		Path found = places.map((place) -> place.resolve(name))
			.filter(Files::isExecutable)
			.reduce((first, second) -> second)
			.orElse(null);
		Required.orSkip(found != null, need);
		return found;
	}

	static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

	/**
	 * Runs a command to its end.
	 */
	static void run(List<String> command) {
		try {
			Path output = Files.createTempFile("output", ".txt");
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			boolean ended = process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
			process.destroyForcibly();
			String said = Files.readString(output);
			Files.delete(output);
			assertThat(ended && process.exitValue() == 0).as(command + " failed: " + said).isTrue();
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
