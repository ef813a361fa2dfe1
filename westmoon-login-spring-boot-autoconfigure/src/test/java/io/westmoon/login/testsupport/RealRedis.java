package io.westmoon.login.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import redis.embedded.RedisServer;

/**
 * A real Redis, out of a jar, that stores nothing on disk.
 */
public final class RealRedis implements AutoCloseable {

	private final int port;

	private final LettuceConnectionFactory connections;

	private RedisServer server;

	private RealRedis(int port) throws IOException {
		this.port = port;
		this.server = start(port);
		this.connections = connections(port);
	}

	/**
	 * Starts a Redis on a free port of this machine.
	 * @return the running Redis
	 */
	public static RealRedis start() {
		try (ServerSocket socket = new ServerSocket(0)) {
			int port = socket.getLocalPort();
			socket.close();
			return new RealRedis(port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static RedisServer start(int port) throws IOException {
		RedisServer server = RedisServer.newRedisServer()
			.bind("127.0.0.1")
			.port(port)
			.setting("save \"\"")
			.setting("appendonly no")
			.build();
		server.start();
		return server;
	}

	/**
	 * Connects to a Redis on this machine.
	 * @param port its port
	 * @return connections, to be destroyed
	 */
	public static LettuceConnectionFactory connections(int port) {
		LettuceConnectionFactory connections = new LettuceConnectionFactory("127.0.0.1", port);
		connections.afterPropertiesSet();
		connections.start();
		return connections;
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
	 * Ends the Redis with all that it holds.
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
	 * Starts an empty Redis on the same port.
	 */
	public void startAgain() {
		try {
			this.server = start(this.port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Deletes all keys.
	 */
	public void flush() {
		template().getRequiredConnectionFactory().getConnection().serverCommands().flushAll();
	}

	@Override
	public void close() {
		this.connections.destroy();
		stop();
	}

}
