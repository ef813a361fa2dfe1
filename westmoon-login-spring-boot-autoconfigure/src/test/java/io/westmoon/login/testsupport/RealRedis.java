package io.westmoon.login.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import redis.embedded.RedisServer;

/**
 * A real Redis, out of a jar, that stores nothing on disk unless told to.
 */
public final class RealRedis implements AutoCloseable {

	private final int port;

	private final String[] settings;

	private final LettuceConnectionFactory connections;

	private RedisServer server;

	private volatile Long suspended;

	private RealRedis(int port, String... settings) throws IOException {
		this.port = port;
		this.settings = settings;
		this.server = start(port, settings);
		this.connections = connections(port);
		warmUp(this.connections);
	}

	/**
	 * Connects once, since the very first time may take long on a busy machine.
	 */
	static void warmUp(ReactiveRedisConnectionFactory connections) {
		connections.getReactiveConnection().ping().block(Duration.ofSeconds(30));
	}

	/**
	 * Starts a Redis on a free port of this machine.
	 * @param settings lines of its configuration file
	 * @return the running Redis
	 */
	public static RealRedis start(String... settings) {
		try (ServerSocket socket = new ServerSocket(0)) {
			int port = socket.getLocalPort();
			socket.close();
			return new RealRedis(port, settings);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static RedisServer start(int port, String... settings) throws IOException {
		var builder = RedisServer.newRedisServer().bind("127.0.0.1").port(port).setting("save \"\"");
		for (String setting : (settings.length > 0) ? settings : new String[] { "appendonly no" }) {
			builder.setting(setting);
		}
		RedisServer server = builder.build();
		server.start();
		return server;
	}

	/**
	 * Connects to a Redis on this machine.
	 * @param port its port
	 * @return connections, to be destroyed
	 */
	public static LettuceConnectionFactory connections(int port) {
		return connections(new RedisStandaloneConfiguration("127.0.0.1", port));
	}

	private static LettuceConnectionFactory connections(RedisStandaloneConfiguration configuration) {
		LettuceConnectionFactory connections = new LettuceConnectionFactory(configuration);
		connections.afterPropertiesSet();
		connections.start();
		return connections;
	}

	/**
	 * Creates a user and connects as that user.
	 * @param rules what it may do, as {@code ACL SETUSER} takes it
	 * @return connections, to be destroyed
	 */
	public LettuceConnectionFactory connectionsAs(String user, String... rules) {
		execute("ACL", "SETUSER", user, "reset", "on", ">password");
		for (String rule : rules) {
			execute("ACL", "SETUSER", user, rule);
		}
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration("127.0.0.1", this.port);
		configuration.setUsername(user);
		configuration.setPassword(RedisPassword.of("password"));
		return connections(configuration);
	}

	/**
	 * Sends a command.
	 * @param command the command and its arguments
	 */
	public Object execute(String command, String... arguments) {
		byte[][] bytes = List.of(arguments).stream().map(String::getBytes).toArray(byte[][]::new);
		return template().execute((RedisCallback<Object>) (connection) -> connection.execute(command, bytes));
	}

	/**
	 * Returns what Redis says about itself.
	 * @param section a section of {@code INFO}
	 */
	public Properties info(String section) {
		return template()
			.execute((RedisCallback<Properties>) (connection) -> connection.serverCommands().info(section));
	}

	/**
	 * Returns how often a command was called.
	 * @param command the command in lower case
	 */
	public long calls(String command) {
		String statistics = info("commandstats").getProperty("cmdstat_" + command, "calls=0,");
		return Long.parseLong(statistics.replaceAll("calls=(\\d+),.*", "$1"));
	}

	public int port() {
		return this.port;
	}

	public LettuceConnectionFactory connections() {
		return this.connections;
	}

	public StringRedisTemplate template() {
		return new StringRedisTemplate(this.connections);
	}

	/**
	 * Suspends the Redis, which keeps its connections and answers nothing.
	 */
	public void suspend() {
		this.suspended = Long.valueOf(info("server").getProperty("process_id"));
		Signals.suspend(this.suspended);
	}

	/**
	 * Lets a suspended Redis go on.
	 */
	public void resume() {
		if (this.suspended != null) {
			Signals.resume(this.suspended);
			this.suspended = null;
		}
	}

	/**
	 * Ends the Redis with all that it does not keep on disk.
	 */
	public void stop() {
		try {
			this.server.stop();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts the Redis on the same port.
	 */
	public void startAgain() {
		try {
			this.server = start(this.port, this.settings);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Deletes all keys.
	 */
	public void flush() {
		template().execute((RedisCallback<Object>) (RedisConnection connection) -> {
			connection.serverCommands().flushAll();
			return null;
		});
	}

	@Override
	public void close() {
		resume();
		this.connections.destroy();
		stop();
	}

}
