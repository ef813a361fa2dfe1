package io.westmoon.sample.cluster;

import java.io.IOException;

import redis.embedded.RedisServer;

/**
 * Runs a real Redis, out of a jar, that listens on this machine only and stores nothing.
 * This is a process of its own since Redis would outlive whoever started it and is
 * killed.
 */
final class RedisMain {

	private RedisMain() {
	}

	/**
	 * Starts Redis, and stops it when nobody holds on to this process.
	 * @param args the port
	 * @throws IOException if Redis cannot be started or stopped
	 */
	public static void main(String[] args) throws IOException {
		RedisServer redis = RedisServer.newRedisServer()
			.bind("127.0.0.1")
			.port(Integer.parseInt(args[0]))
			.setting("save \"\"")
			.setting("appendonly no")
			.build();
		redis.start();
		System.out.println(ChildProcess.READY);
		Lifeline.awaitEnd();
		redis.stop();
	}

}
