package io.westmoon.login.testsupport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@code redis-server} of the machine with a temporary directory of its own, on a free
 * port of the loopback address.
 */
final class RedisProcess implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final String OFFSET = "master_repl_offset:";

	private final int port;

	private final Path directory;

	private final Process process;

	private RedisProcess(int port, Path directory, Process process) {
		this.port = port;
		this.directory = directory;
		this.process = process;
	}

	/**
	 * Skips the test where there is no {@code redis-server}.
	 */
	static void require() {
		boolean present = List.of("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")
			.stream()
			.anyMatch((place) -> Files.isExecutable(Path.of(place, "redis-server")));
		Required.orSkip(present, "A redis-server of version 7 or newer is needed. On Debian: apt-get install"
				+ " redis-server redis-sentinel");
	}

	/**
	 * Returns ports that were free a moment ago.
	 */
	static List<Integer> freePorts(int number) {
		List<ServerSocket> sockets = new ArrayList<>();
		try {
			Set<Integer> ports = new HashSet<>();
			while (ports.size() < number) {
				ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				sockets.add(socket);
				ports.add(socket.getLocalPort());
			}
			return List.copyOf(ports);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			sockets.forEach(RedisProcess::close);
		}
	}

	private static void close(ServerSocket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts a server and waits until it answers.
	 * @param port its port
	 * @param settings lines of its configuration file
	 * @param arguments arguments after the configuration file
	 */
	static RedisProcess start(int port, List<String> settings, String... arguments) {
		try {
			Path directory = Files.createTempDirectory("redis-" + port);
			List<String> lines = new ArrayList<>(List.of("port " + port, "bind 127.0.0.1", "dir " + directory));
			lines.addAll(settings);
			Path configuration = Files.write(directory.resolve("redis.conf"), lines);
			List<String> command = new ArrayList<>(List.of("redis-server", configuration.toString()));
			command.addAll(List.of(arguments));
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(directory.resolve("redis.log").toFile())
				.start();
			RedisProcess redis = new RedisProcess(port, directory, process);
			try {
				redis.awaitReply("PING", "PONG");
			}
			catch (RuntimeException | Error ex) {
				redis.close();
				throw ex;
			}
			return redis;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		return this.port;
	}

	/**
	 * Sends a command and returns all that is said about it, in lines.
	 */
	String send(String command) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.setSoTimeout((int) TIMEOUT.toMillis());
			socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
			return reply(
					new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)));
		}
		catch (IOException ex) {
			return "! " + ex;
		}
	}

	private static String reply(BufferedReader input) throws IOException {
		String line = String.valueOf(input.readLine());
		int count = line.matches("[$*]\\d+") ? Integer.parseInt(line.substring(1)) : -1;
		if (count < 0) {
			return line;
		}
		if (line.startsWith("$")) {
			char[] text = new char[count + 2];
			for (int read = 0; read < text.length;) {
				read += input.read(text, read, text.length - read);
			}
			return new String(text).strip();
		}
		List<String> elements = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			elements.add(reply(input));
		}
		return String.join("\n", elements);
	}

	/**
	 * Waits until a replica has all that this process has taken.
	 */
	void awaitReplication(RedisProcess replica) {
		long taken = offset();
		Awaitility.await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(20)).until(() -> replica.offset() >= taken);
	}

	private long offset() {
		return send("INFO replication").lines()
			.filter((line) -> line.startsWith(OFFSET))
			.mapToLong((line) -> Long.parseLong(line.substring(OFFSET.length())))
			.findFirst()
			.orElse(-1);
	}

	/**
	 * Sends a command again and again until something is said about it.
	 */
	void awaitReply(String command, String part) {
		Awaitility.await()
			.atMost(TIMEOUT)
			.pollInterval(Duration.ofMillis(20))
			.untilAsserted(() -> assertThat(send(command)).as(command).contains(part));
	}

	/**
	 * Ends the process as a crash of its machine does.
	 */
	void kill() {
		try {
			assertThat(this.process.destroyForcibly().waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted", ex);
		}
	}

	@Override
	public void close() {
		kill();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
