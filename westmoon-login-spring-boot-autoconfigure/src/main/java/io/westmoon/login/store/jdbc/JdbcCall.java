package io.westmoon.login.store.jdbc;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Work that waits for a thread or runs on one. It is not begun if its caller leaves
 * before.
 *
 * @param <T> the type of its result
 */
final class JdbcCall<T> implements Runnable {

	private final JdbcThreads threads;

	private final Callable<@Nullable T> work;

	private final MonoSink<Outcome<T>> sink;

	private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);

	private JdbcCall(JdbcThreads threads, Callable<@Nullable T> work, MonoSink<Outcome<T>> sink) {
		this.threads = threads;
		this.work = work;
		this.sink = sink;
	}

	/**
	 * Runs work with each subscription.
	 * @return how it ended; never fails, since a failure that comes too late for its
	 * subscriber would be reported as lost
	 */
	static <T> Mono<Outcome<T>> run(JdbcThreads threads, Callable<@Nullable T> work) {
		return Mono.create((sink) -> {
			JdbcCall<T> call = new JdbcCall<>(threads, work, sink);
			sink.onCancel(call::abandon);
			threads.execute(call);
		});
	}

	@Override
	public void run() {
		if (!this.state.compareAndSet(State.QUEUED, State.RUNNING)) {
			return;
		}
		Outcome<T> outcome;
		try {
			outcome = new Outcome<>(this.work.call(), null);
		}
		catch (Throwable ex) {
			outcome = new Outcome<>(null, ex);
		}
		if (this.state.getAndSet(State.ENDED) == State.ABANDONED) {
			this.threads.ended();
		}
		this.sink.success(outcome);
	}

	private void abandon() {
		if (this.state.compareAndSet(State.QUEUED, State.ENDED)) {
			this.threads.remove(this);
		}
		else if (this.state.compareAndSet(State.RUNNING, State.ABANDONED)) {
			this.threads.hangs();
		}
	}

	/**
	 * How work ended.
	 *
	 * @param <T> the type of its result
	 * @param result its result, if it has one
	 * @param error what it threw; {@code null} if it threw nothing
	 */
	record Outcome<T>(@Nullable T result, @Nullable Throwable error) {
	}

	private enum State {

		QUEUED, RUNNING, ABANDONED, ENDED

	}

}
