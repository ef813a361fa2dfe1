package io.westmoon.login.http;

import java.nio.file.Path;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A message whose body is observed while it is written.
 */
class ObservedHttpRequest extends ClientHttpRequestDecorator {

	private final BodyObserver observer;

	private ObservedHttpRequest(ClientHttpRequest message, BodyObserver observer) {
		super(message);
		this.observer = observer;
	}

	static ClientHttpRequest of(ClientHttpRequest message, BodyObserver observer) {
		return (message instanceof ZeroCopyHttpOutputMessage zeroCopy) ? new ZeroCopy(message, zeroCopy, observer)
				: new ObservedHttpRequest(message, observer);
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		this.observer.begin(getHeaders());
		// Connectors treat one buffer in another way than a stream: keep the difference.
		return (body instanceof Mono<? extends DataBuffer> single) ? super.writeWith(this.observer.observe(single))
				: super.writeWith(this.observer.observe(Flux.from(body)));
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		this.observer.begin(getHeaders());
		Flux<DataBuffer> buffers = Flux.from(body).concatMap((part) -> part, 1);
		return super.writeAndFlushWith(this.observer.observe(buffers).map(Mono::just));
	}

	@Override
	public Mono<Void> setComplete() {
		if (isCommitted()) {
			return super.setComplete();
		}
		this.observer.begin(getHeaders());
		return this.observer.observeEmpty().then(Mono.defer(super::setComplete));
	}

	/**
	 * A message that can send a file without reading it into memory.
	 */
	private static final class ZeroCopy extends ObservedHttpRequest implements ZeroCopyHttpOutputMessage {

		private final ZeroCopyHttpOutputMessage message;

		private final BodyObserver observer;

		ZeroCopy(ClientHttpRequest message, ZeroCopyHttpOutputMessage zeroCopy, BodyObserver observer) {
			super(message, observer);
			this.message = zeroCopy;
			this.observer = observer;
		}

		@Override
		public Mono<Void> writeWith(Path file, long position, long count) {
			this.observer.begin(getHeaders());
			return this.observer.observe(file, position, count)
				.then(Mono.defer(() -> this.message.writeWith(file, position, count)));
		}

	}

}
