package io.westmoon.login.client;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.westmoon.login.support.Durations;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Signal;

/**
 * The boundary between the engine and its callers. Every wait ends when the caller wants
 * it to, whatever the engine does. A caller that had to wait continues on a thread of its
 * own, which it may block, and gets an exception of its own, to which it may add. What is
 * known at once is delivered on the caller's thread. Thread-safe.
 */
final class CallerIsolation {

	private static final Duration MAX_WAIT = Duration.ofDays(1000);

	private final ClientSettings settings;

	private final TimeLimiter limiter;

	CallerIsolation(ClientSettings settings) {
		this.settings = settings;
		this.limiter = new TimeLimiter(settings.scheduler());
	}

	/**
	 * Waits for something.
	 * @param wait how long to wait at most
	 * @param onTimeout what the caller gets then, without waiting again
	 */
	<T> Mono<T> await(Mono<T> something, Duration wait, Supplier<Mono<T>> onTimeout) {
		return Mono.create((sink) -> new Waiter<>(sink, onTimeout).start(something, Durations.min(wait, MAX_WAIT)));
	}

	private final class Waiter<T> {

		private final MonoSink<T> sink;

		private final Supplier<Mono<T>> onTimeout;

		private volatile @Nullable Thread starting = Thread.currentThread();

		Waiter(MonoSink<T> sink, Supplier<Mono<T>> onTimeout) {
			this.sink = sink;
			this.onTimeout = onTimeout;
		}

		void start(Mono<T> something, Duration wait) {
			// The outcome as a value, so that a timeout is the caller's own.
			this.sink.onDispose(CallerIsolation.this.limiter.call(wait, something::materialize)
				.subscribe((outcome) -> goOn(() -> emit(outcome)), (error) -> goOn(() -> fail(error))));
			this.starting = null;
		}

		private void emit(Signal<T> outcome) {
			Throwable error = outcome.getThrowable();
			if (error != null) {
				this.sink.error(LoginExceptions.own(error));
			}
			else {
				this.sink.success(outcome.get());
			}
		}

		private void fail(Throwable error) {
			if (error instanceof TimeoutException) {
				Mono.defer(this.onTimeout).subscribe(this.sink::success, this.sink::error, this.sink::success);
			}
			else {
				this.sink.error(LoginExceptions.own(error));
			}
		}

		private void goOn(Runnable continuation) {
			if (Thread.currentThread() == this.starting) {
				continuation.run();
				return;
			}
			try {
				CallerIsolation.this.settings.workers().schedule(continuation);
			}
			catch (Throwable ex) {
				// No thread can be had just now, which must not cost the caller its
				// answer.
				CallerIsolation.this.settings.scheduler().schedule(continuation);
			}
		}

	}

}
