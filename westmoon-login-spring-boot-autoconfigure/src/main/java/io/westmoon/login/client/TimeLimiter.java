package io.westmoon.login.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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
 * Makes every wait end: with the outcome of the work, with whatever the work throws (an
 * {@code Error} too), or with a {@link TimeoutException} at its limit. The work knows
 * nothing of the Reactor context of whoever waits. Thread-safe.
 */
final class TimeLimiter {

	private final Scheduler scheduler;

	TimeLimiter(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	/**
	 * Does some work; cancels it at its limit.
	 * @param limit how long it may take; {@code null} if it bounds itself
	 */
	<T> Mono<T> call(@Nullable Duration limit, Supplier<Mono<T>> work) {
		return Mono.create((sink) -> new Call<>(sink, null).start(work, limit));
	}

	/**
	 * Does some work without cancelling it, so that a result that arrives when nobody
	 * waits any more can be given back.
	 */
	<T> Mono<T> callOrGiveBack(Duration limit, Supplier<Mono<T>> work, Consumer<T> giveBack) {
		return Mono.create((sink) -> new Call<>(sink, giveBack).start(work, limit));
	}

	/**
	 * Some work, until somebody has its outcome.
	 */
	private final class Call<T> {

		private final MonoSink<T> sink;

		private final @Nullable Consumer<T> giveBack;

		private final AtomicBoolean open = new AtomicBoolean(true);

		/** What nobody may have received. */
		private final AtomicReference<@Nullable T> undelivered = new AtomicReference<>();

		private final Disposable.Swap work = Disposables.swap();

		Call(MonoSink<T> sink, @Nullable Consumer<T> giveBack) {
			this.sink = sink;
			this.giveBack = giveBack;
		}

		void start(Supplier<Mono<T>> work, @Nullable Duration limit) {
			Disposable timer = (limit == null) ? Disposables.disposed() : TimeLimiter.this.scheduler
				.schedule(() -> fail(new TimeoutException()), limit.toNanos(), TimeUnit.NANOSECONDS);
			this.sink.onDispose(() -> {
				timer.dispose();
				if (this.giveBack == null) {
					this.work.dispose();
				}
			});
			this.sink.onCancel(this::abandon);
			try {
				// As a value, so that an error that comes too late is not logged as
				// dropped.
				this.work.update(work.get().materialize().subscribe(this::end));
			}
			catch (Throwable ex) {
				fail(ex);
			}
		}

		private void end(Signal<T> signal) {
			Throwable error = signal.getThrowable();
			if (error != null) {
				fail(error);
				return;
			}
			T value = signal.get();
			// Before the end, by which whoever cancels knows that it is there.
			this.undelivered.set(value);
			if (this.open.compareAndSet(true, false)) {
				this.sink.success(value);
			}
			else {
				giveBackUndelivered();
			}
		}

		/**
		 * The sink has passed nothing on and does not any more, but says nothing of a
		 * value that it dropped.
		 */
		private void abandon() {
			if (!this.open.compareAndSet(true, false)) {
				giveBackUndelivered();
			}
		}

		private void giveBackUndelivered() {
			T value = this.undelivered.getAndSet(null);
			if (this.giveBack != null && value != null) {
				this.giveBack.accept(value);
			}
		}

		private void fail(Throwable error) {
			if (this.open.compareAndSet(true, false)) {
				this.sink.error(error);
			}
		}

	}

}
