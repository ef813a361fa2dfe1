package io.westmoon.login.http;

import java.io.ByteArrayOutputStream;
import java.time.Duration;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads a response into memory, so that its connection is free for other calls, and
 * rebuilds it for the caller. A body is cut after {@value #MAX_BODY} bytes and after 10
 * seconds.
 */
final class BufferedResponse {

	static final int MAX_BODY = 64 * 1024;

	private static final Duration MAX_READ = Duration.ofSeconds(10);

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	private boolean complete;

	private BufferedResponse() {
	}

	static Mono<ClientResponse> of(ClientResponse response) {
		return Mono.defer(() -> new BufferedResponse().read(response));
	}

	private Mono<ClientResponse> read(ClientResponse response) {
		return response.bodyToFlux(DataBuffer.class)
			.doOnComplete(() -> this.complete = true)
			.doOnNext(this::append)
			.takeUntil((buffer) -> this.body.size() == MAX_BODY)
			.take(MAX_READ)
			.onErrorComplete()
			.then(Mono.fromSupplier(() -> rebuild(response)));
	}

	private void append(DataBuffer buffer) {
		byte[] bytes = new byte[Math.min(buffer.readableByteCount(), MAX_BODY - this.body.size())];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		this.body.writeBytes(bytes);
	}

	private ClientResponse rebuild(ClientResponse response) {
		byte[] bytes = this.body.toByteArray();
		return response.mutate().headers((headers) -> {
			// The length of a response to HEAD is not that of its body, which is empty.
			if (!this.complete && headers.getContentLength() > bytes.length) {
				headers.setContentLength(bytes.length);
			}
		}).body((original) -> Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes)))).build();
	}

}
