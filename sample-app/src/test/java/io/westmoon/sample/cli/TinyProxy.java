package io.westmoon.sample.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy that opens tunnels and remembers what it was asked.
 */
final class TinyProxy implements AutoCloseable {

	private final ServerSocket server;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	TinyProxy() throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		start(this::accept);
	}

	String address() {
		return "127.0.0.1:" + this.server.getLocalPort();
	}

	List<String> lines() {
		return this.lines;
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.server.accept();
			start(() -> tunnel(client));
		}
	}

	/**
	 * Reads byte by byte, so that nothing behind the head is lost.
	 */
	private void tunnel(Socket client) throws IOException {
		StringBuilder head = new StringBuilder();
		InputStream in = client.getInputStream();
		while (head.indexOf("\r\n\r\n") < 0) {
			head.append((char) in.read());
		}
		this.lines.addAll(head.toString().lines().toList());
		String[] target = head.toString().split(" ")[1].split(":");
		try (client; Socket server = new Socket(target[0], Integer.parseInt(target[1]))) {
			client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			start(() -> {
				server.getInputStream().transferTo(client.getOutputStream());
				client.close();
			});
			in.transferTo(server.getOutputStream());
		}
	}

	private static void start(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// The connection or the test has ended.
				return;
			}
		}, "tiny-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

	private interface Work {

		void run() throws IOException;

	}

}
