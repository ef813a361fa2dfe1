package io.westmoon.login.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Answers whatever comes in plain text, before it knows what it is.
 */
final class PlainTextHost implements AutoCloseable {

	private static final byte[] ANSWER = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	PlainTextHost() throws IOException {
		Thread thread = new Thread(this::answer, "plain text host");
		thread.setDaemon(true);
		thread.start();
	}

	private void answer() {
		while (!this.server.isClosed()) {
			try (Socket socket = this.server.accept()) {
				if (socket.getInputStream().read() >= 0) {
					socket.getOutputStream().write(ANSWER);
				}
			}
			catch (IOException ex) {
				// the connection or the host was closed
			}
		}
	}

	int port() {
		return this.server.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
