package io.westmoon.login.benchmark;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Holds the calls with the old token until it is revoked and refuses them then, one in
 * ten of them late. Answers all others at once.
 */
final class StormServer implements AutoCloseable {

	static final String NUMBER = "X-Call";

	private static final String OLD = "Bearer " + TokenIssuer.OLD;

	private volatile Storm storm = new Storm(0);

	private final DisposableServer server = HttpServer.create()
		.host("127.0.0.1")
		.port(0)
		.handle((request, response) -> request.receive().then().thenMany(answer(request, response)))
		.bindNow();

	String url() {
		return "http://127.0.0.1:" + this.server.port();
	}

	static boolean isLate(int call) {
		return call % 10 == 9;
	}

	/**
	 * Begins to count for a new storm.
	 * @param early how many calls are to be refused early
	 */
	Storm begin(int early) {
		this.storm = new Storm(early);
		return this.storm;
	}

	private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		Storm storm = this.storm;
		storm.sent.incrementAndGet();
		if (!OLD.equals(request.requestHeaders().get("Authorization"))) {
			return response.sendString(Mono.just("{\"code\":0}"));
		}
		storm.held.incrementAndGet();
		boolean late = isLate(Integer.parseInt(request.requestHeaders().get(NUMBER)));
		return (late ? storm.released : storm.revoked).asMono().then(Mono.defer(() -> {
			if (!late && storm.early.decrementAndGet() == 0) {
				storm.lastRefused = System.nanoTime();
			}
			return response.status(401).send().then();
		}));
	}

	@Override
	public void close() {
		this.server.disposeNow(Duration.ofSeconds(10));
	}

	/**
	 * What the server sees of one storm.
	 */
	static final class Storm {

		private final Sinks.Empty<Void> revoked = Sinks.empty();

		private final Sinks.Empty<Void> released = Sinks.empty();

		private final AtomicInteger sent = new AtomicInteger();

		private final AtomicInteger held = new AtomicInteger();

		private final AtomicInteger early;

		private volatile long lastRefused;

		private Storm(int early) {
			this.early = new AtomicInteger(early);
		}

		int sent() {
			return this.sent.get();
		}

		int held() {
			return this.held.get();
		}

		/**
		 * Returns when the last call but for the late ones was refused.
		 */
		long lastRefused() {
			return this.lastRefused;
		}

		void revoke() {
			this.revoked.tryEmitEmpty();
		}

		void refuseLate() {
			this.released.tryEmitEmpty();
		}

	}

}
