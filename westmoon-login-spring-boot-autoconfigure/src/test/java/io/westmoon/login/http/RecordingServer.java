package io.westmoon.login.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Refuses every session but one, and remembers the requests that arrived whole.
 */
final class RecordingServer implements AutoCloseable {

	static final String GOOD = "good";

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private final Sinks.Empty<Void> refusedEarly = Sinks.empty();

	private final DisposableServer server = HttpServer.create()
		.host("127.0.0.1")
		.port(0)
		.handle(this::handle)
		.bindNow();

	String url() {
		return "http://127.0.0.1:" + this.server.port();
	}

	/**
	 * The requests with that session that arrived whole, in order.
	 */
	List<Received> received(String token) {
		return this.received.stream().filter((request) -> request.token().equals(token)).toList();
	}

	/**
	 * Completes when a refusal was sent before the body of its request had arrived.
	 */
	Mono<Void> refusedEarly() {
		return this.refusedEarly.asMono();
	}

	private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		String token = request.requestHeaders().get("Authorization", "").replace("Bearer ", "");
		boolean good = token.equals(GOOD);
		response.status(good ? 200 : 401).header("WWW-Authenticate", "Bearer");
		if (!good && request.uri().equals("/early")) {
			return response.sendString(Mono.just("refused"))
				.then()
				.doFinally((end) -> this.refusedEarly.tryEmitEmpty());
		}
		return request.receive().aggregate().asByteArray().defaultIfEmpty(new byte[0]).flatMap((body) -> {
			this.received.add(new Received(token, request.requestHeaders().get("Content-Type", ""), body));
			return response.sendString(Mono.just(good ? "accepted" : "refused")).then();
		});
	}

	@Override
	public void close() {
		this.server.disposeNow(Duration.ofSeconds(5));
	}

	/**
	 * One request.
	 */
	record Received(String token, String contentType, byte[] body) {

		/**
		 * The body with a fixed text between the parts, which Spring makes up anew each
		 * time.
		 */
		String text() {
			String text = new String(this.body, StandardCharsets.UTF_8);
			int boundary = this.contentType.indexOf("boundary=");
			return (boundary < 0) ? text : text.replace(this.contentType.substring(boundary + 9), "boundary");
		}

	}

}
