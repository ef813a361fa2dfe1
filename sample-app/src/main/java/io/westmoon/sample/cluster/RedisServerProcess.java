package io.westmoon.sample.cluster;

import java.time.Duration;
import java.util.function.IntSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The Redis that the processes share.
 */
final class RedisServerProcess implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(RedisServerProcess.class);

	private static final int TRIES = 3;

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final ChildProcess process;

	private final int port;

	private RedisServerProcess(ChildProcess process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Starts Redis. A port that was free may be taken before Redis listens there, so it
	 * tries others.
	 * @param freePorts gives a port that is free now
	 * @return the running Redis
	 * @throws IllegalStateException if it does not start
	 */
	static RedisServerProcess start(IntSupplier freePorts) {
		for (int i = 1; i <= TRIES; i++) {
			int port = freePorts.getAsInt();
			ChildProcess process = ChildProcess.start("Redis", RedisMain.class, String.valueOf(port));
			if (process.awaitReady(TIMEOUT)) {
				return new RedisServerProcess(process, port);
			}
			process.close();
			logger.warn("Redis did not start at port " + port + " (" + i + " of " + TRIES + " tries)");
		}
		throw new IllegalStateException("Redis did not start; the lines that begin with [Redis] say why");
	}

	/**
	 * Returns where Redis listens.
	 * @return the port
	 */
	int port() {
		return this.port;
	}

	@Override
	public void close() {
		this.process.close();
	}

}
