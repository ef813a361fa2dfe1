package io.westmoon.login.http;

import java.io.ByteArrayOutputStream;
import java.time.Duration;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes an answer off its connection, so that the connection is free for the questions
 * that the answer raises, and rebuilds it for the caller.
 */
final class RefusedAnswer {

	static final int MAX_BODY = 64 * 1024;

	private static final Duration MAX_READ = Duration.ofSeconds(10);

	private RefusedAnswer() {
	}

	static Mono<ClientResponse> detach(ClientResponse response) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		return response.bodyToFlux(DataBuffer.class)
			.doOnNext((buffer) -> append(buffer, body))
			.takeUntil((buffer) -> body.size() == MAX_BODY)
			.take(MAX_READ)
			.onErrorComplete()
			.then(Mono.fromSupplier(() -> rebuild(response, body.toByteArray())));
	}

	private static void append(DataBuffer buffer, ByteArrayOutputStream body) {
		byte[] bytes = new byte[Math.min(buffer.readableByteCount(), MAX_BODY - body.size())];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		body.writeBytes(bytes);
	}

	private static ClientResponse rebuild(ClientResponse response, byte[] body) {
		return response.mutate().headers((headers) -> {
			if (headers.getContentLength() > body.length) {
				headers.set(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length));
			}
		}).body((original) -> Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)))).build();
	}

}
