package io.westmoon.login.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * A response whose body was looked at while it arrived. Its body is the same, byte for
 * byte; what was not looked at comes from the connection as the caller asks for it.
 *
 * @param response the response, whose body can be read once
 * @param refused whether the body says that the session was refused
 * @param complete whether the whole body has arrived, so that the connection is free
 */
record InspectedResponse(ClientResponse response, boolean refused, boolean complete) {

	/**
	 * Looks at the body of a response.
	 * @return the response, as soon as it is known what it says; cancelling closes the
	 * connection
	 */
	static Mono<InspectedResponse> of(ClientResponse response, BodyInspection inspection) {
		return of(response, inspection, Schedulers.parallel());
	}

	/**
	 * Looks at the body of a response.
	 * @param timer ends the wait for a body that is slow to tell
	 */
	static Mono<InspectedResponse> of(ClientResponse response, BodyInspection inspection, Scheduler timer) {
		return Mono.create((sink) -> new Head(response, inspection, sink).read(timer));
	}

	/**
	 * Reads the beginning of the body, buffer by buffer, and hands on the rest.
	 */
	private static final class Head extends BaseSubscriber<DataBuffer> {

		private final ClientResponse response;

		private final BodyInspection inspection;

		private final MonoSink<InspectedResponse> sink;

		private final Sinks.Many<DataBuffer> body = Sinks.many().unicast().onBackpressureBuffer();

		private final AtomicBoolean decided = new AtomicBoolean();

		private final Disposable.Swap timer = Disposables.swap();

		/**
		 * What was asked of the connection before the caller has asked for it.
		 */
		private final AtomicLong ahead = new AtomicLong();

		Head(ClientResponse response, BodyInspection inspection, MonoSink<InspectedResponse> sink) {
			this.response = response;
			this.inspection = inspection;
			this.sink = sink;
		}

		void read(Scheduler timer) {
			this.sink.onCancel(() -> {
				this.timer.dispose();
				cancel();
			});
			this.timer
				.update(timer.schedule(() -> decide(false), BodyInspection.MAX_TIME.toMillis(), TimeUnit.MILLISECONDS));
			// A caller that has left has released the body already, which is no error.
			this.response.body(BodyExtractors.toDataBuffers())
				.onErrorResume((error) -> isDisposed() ? Flux.empty() : Flux.error(error))
				.subscribe(this);
		}

		@Override
		public Context currentContext() {
			return Context.of(this.sink.contextView());
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			more();
		}

		private void more() {
			this.ahead.incrementAndGet();
			request(1);
		}

		@Override
		protected void hookOnNext(DataBuffer buffer) {
			if (this.decided.get()) {
				emit(buffer);
				return;
			}
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			DataBufferUtils.release(buffer);
			emit(DefaultDataBufferFactory.sharedInstance.wrap(bytes));
			if (this.inspection.next(bytes)) {
				more();
			}
			else {
				decide(false);
			}
		}

		private void emit(DataBuffer buffer) {
			if (this.body.tryEmitNext(buffer).isFailure()) {
				DataBufferUtils.release(buffer);
			}
		}

		@Override
		protected void hookOnComplete() {
			this.inspection.end();
			this.body.tryEmitComplete();
			decide(true);
		}

		/**
		 * The caller finds out when it reads the body.
		 */
		@Override
		protected void hookOnError(Throwable error) {
			this.body.tryEmitError(error);
			decide(false);
		}

		private void decide(boolean complete) {
			if (this.decided.compareAndSet(false, true)) {
				this.timer.dispose();
				this.sink.success(new InspectedResponse(this.response.mutate().body((read) -> rest()).build(),
						this.inspection.isRefused(), complete));
			}
		}

		private Flux<DataBuffer> rest() {
			return this.body.asFlux()
				.doOnRequest(this::demand)
				.doOnCancel(this::cancel)
				.doOnDiscard(DataBuffer.class, DataBufferUtils::release);
		}

		private void demand(long count) {
			long before = this.ahead.getAndUpdate((ahead) -> Math.max(0, ahead - count));
			if (count > before) {
				request(count - before);
			}
		}

	}

}
