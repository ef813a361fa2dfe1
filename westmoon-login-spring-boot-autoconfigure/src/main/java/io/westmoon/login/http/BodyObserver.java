package io.westmoon.login.http;

import java.nio.file.Path;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sees a body on its way to the connection and may fail it. {@link #begin} is followed by
 * exactly one of the others.
 */
interface BodyObserver {

	/**
	 * Called when the headers are complete and the body is about to be written.
	 * @param headers the headers of the request
	 */
	void begin(HttpHeaders headers);

	/**
	 * Observes a body that is one buffer.
	 * @param body the body
	 * @return the body to send
	 */
	Mono<DataBuffer> observe(Mono<? extends DataBuffer> body);

	/**
	 * Observes a body that arrives bit by bit.
	 * @param body the body
	 * @return the body to send
	 */
	Flux<DataBuffer> observe(Flux<? extends DataBuffer> body);

	/**
	 * Observes a body that the connector reads from a file itself.
	 * @param file the file
	 * @param position where the body begins
	 * @param count its length in bytes
	 * @return completes if the file may be sent
	 */
	Mono<Void> observe(Path file, long position, long count);

	/**
	 * Observes that there is no body.
	 * @return completes if the request may be sent
	 */
	Mono<Void> observeEmpty();

}
