package io.westmoon.login.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

import javax.net.ServerSocketFactory;

/**
 * Accepts connections that send at once. MockWebServer writes an answer's headers and
 * body apart, which otherwise costs some 40 ms a call (Nagle's algorithm meets delayed
 * acknowledgement).
 */
final class PromptServerSocketFactory extends ServerSocketFactory {

	@Override
	public ServerSocket createServerSocket() throws IOException {
		return new ServerSocket() {

			@Override
			public Socket accept() throws IOException {
				Socket socket = super.accept();
				socket.setTcpNoDelay(true);
				return socket;
			}

		};
	}

	@Override
	public ServerSocket createServerSocket(int port) throws IOException {
		return createServerSocket(port, 50);
	}

	@Override
	public ServerSocket createServerSocket(int port, int backlog) throws IOException {
		return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
	}

	@Override
	public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
		ServerSocket socket = createServerSocket();
		socket.bind(new InetSocketAddress(address, port), backlog);
		return socket;
	}

}
