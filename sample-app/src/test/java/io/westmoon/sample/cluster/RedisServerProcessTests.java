package io.westmoon.sample.cluster;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Iterator;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedisServerProcessTests {

	@Test
	void triesAnotherPortWhereOneWasTakenMeanwhile() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Iterator<Integer> ports = List.of(taken.getLocalPort(), freePort()).iterator();
			try (RedisServerProcess redis = RedisServerProcess.start(ports::next);
					Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
				socket.getOutputStream().write("PING\r\n".getBytes());
				assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("+PONG");
			}
		}
	}

	private static int freePort() throws Exception {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
