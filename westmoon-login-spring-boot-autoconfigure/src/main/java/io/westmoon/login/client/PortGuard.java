package io.westmoon.login.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Scheduler;

/**
 * Makes every call of a port end: with its answer, with whatever it throws (an
 * {@code Error} too), or with a {@link TimeoutException} at its deadline. Thread-safe.
 */
final class PortGuard {

	private final Scheduler scheduler;

	/**
	 * Creates a guard.
	 * @param scheduler keeps the deadlines
	 */
	PortGuard(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	/**
	 * Calls a port; cancels the call at its deadline.
	 */
	<T> Mono<T> call(Duration deadline, Supplier<Mono<T>> port) {
		return Mono.create((sink) -> new Answer<>(sink, null).await(port, deadline));
	}

	/**
	 * Calls a port without cancelling it, so that an answer that arrives when nobody
	 * waits any more can be given back.
	 */
	<T> Mono<T> callOrGiveBack(Duration deadline, Supplier<Mono<T>> port, Consumer<T> giveBack) {
		return Mono.create((sink) -> new Answer<>(sink, giveBack).await(port, deadline));
	}

	/**
	 * One call, until somebody has its answer.
	 */
	private final class Answer<T> {

		private final MonoSink<T> sink;

		private final @Nullable Consumer<T> giveBack;

		private final AtomicBoolean open = new AtomicBoolean(true);

		private final Disposable.Swap call = Disposables.swap();

		Answer(MonoSink<T> sink, @Nullable Consumer<T> giveBack) {
			this.sink = sink;
			this.giveBack = giveBack;
		}

		void await(Supplier<Mono<T>> port, Duration deadline) {
			Disposable timer = PortGuard.this.scheduler.schedule(
					() -> end(() -> this.sink.error(new TimeoutException())), deadline.toNanos(), TimeUnit.NANOSECONDS);
			this.sink.onDispose(() -> {
				this.open.set(false);
				timer.dispose();
				if (this.giveBack == null) {
					this.call.dispose();
				}
			});
			try {
				// As a value, so that an error that comes too late is not logged as
				// dropped.
				this.call.update(port.get().materialize().subscribe(this::signal));
			}
			catch (Throwable ex) {
				end(() -> this.sink.error(ex));
			}
		}

		private void signal(Signal<T> signal) {
			T value = signal.get();
			if (this.open.compareAndSet(true, false)) {
				if (signal.getThrowable() != null) {
					this.sink.error(signal.getThrowable());
				}
				else {
					this.sink.success(value);
				}
			}
			else if (this.giveBack != null && value != null) {
				this.giveBack.accept(value);
			}
		}

		private void end(Runnable signal) {
			if (this.open.compareAndSet(true, false)) {
				signal.run();
			}
		}

	}

}
