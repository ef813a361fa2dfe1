package io.westmoon.login.faults;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

/**
 * A host that is not the platform. Answers everything as a platform that is content would
 * and remembers what it was told.
 */
final class OtherHost implements AutoCloseable {

	private static final byte[] CONTENT = """
			{"code":0,"data":{"id":"85844","status":"waiting"}}""".getBytes(StandardCharsets.UTF_8);

	private static final char[] PASSWORD = "changeit".toCharArray();

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	private final String url;

	private OtherHost(HttpServer server, String scheme) {
		this.server = server;
		this.url = scheme + "://localhost:" + server.getAddress().getPort();
		server.createContext("/", this::answer);
		server.start();
	}

	static OtherHost start() throws IOException {
		return new OtherHost(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), "http");
	}

	/**
	 * Starts one that presents a certificate of its own making.
	 * @param directory where to keep the key
	 */
	static OtherHost startTls(Path directory) throws Exception {
		HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setHttpsConfigurator(new HttpsConfigurator(selfSigned(directory.resolve("key.p12"))));
		return new OtherHost(server, "https");
	}

	private static SSLContext selfSigned(Path file) throws IOException, InterruptedException, GeneralSecurityException {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost", "-storetype",
				"PKCS12", "-keystore", file.toString(), "-storepass", new String(PASSWORD))
			.inheritIO()
			.start();
		if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
			keytool.destroyForcibly();
			throw new IllegalStateException("keytool made no certificate");
		}
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			keys.load(in, PASSWORD);
		}
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, PASSWORD);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
		return context;
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			this.received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
					+ exchange.getRequestHeaders().entrySet());
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, CONTENT.length);
			exchange.getResponseBody().write(CONTENT);
		}
	}

	String url() {
		return this.url;
	}

	/**
	 * Returns every request with its headers.
	 */
	List<String> received() {
		return this.received;
	}

	void forget() {
		this.received.clear();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
