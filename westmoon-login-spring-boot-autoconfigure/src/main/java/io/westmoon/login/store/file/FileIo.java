package io.westmoon.login.store.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.westmoon.login.SessionStoreException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Runs blocking work on the files of one directory. Reads and writes have threads of
 * their own, so that reads never wait for a write that waits for a lock; writes run one
 * after the other. Work whose caller cancels before it begins is not begun. Work that
 * began is finished, since an interrupt would close channels in the middle of a write.
 * Every operation is answered in time even if its work hangs. Subscribers are signalled
 * on other threads and may block.
 */
final class FileIo {

	/**
	 * Longer than a write waits for the lock.
	 */
	static final Duration TIMEOUT = Duration.ofSeconds(15);

	private static final int READERS = 4;

	private final Path directory;

	private final Duration timeout;

	private final IoLane readers;

	private final IoLane writers;

	/**
	 * Creates the threads' lanes, without starting a thread.
	 * @param directory the directory that messages name
	 * @param timeout how long an operation may take
	 * @param terminated runs once this is closed and all work is done
	 */
	FileIo(Path directory, Duration timeout, Runnable terminated) {
		this.directory = directory;
		this.timeout = timeout;
		AtomicInteger lanes = new AtomicInteger(2);
		Runnable laneTerminated = () -> {
			if (lanes.decrementAndGet() == 0) {
				terminated.run();
			}
		};
		this.readers = new IoLane(READERS, timeout, laneTerminated);
		this.writers = new IoLane(1, timeout, laneTerminated);
	}

	/**
	 * Runs work that waits for no lock.
	 * @param <T> the type of its result
	 * @param purpose completes "Could not ..." in messages
	 * @param work the work
	 * @return its result, on subscription; fails with {@link SessionStoreException} only
	 */
	<T> Mono<T> read(String purpose, IoCallable<T> work) {
		return run(this.readers, purpose, work, (result) -> {
		});
	}

	/**
	 * Runs work whose result must be disposed of if nobody receives it.
	 * @param <T> the type of its result
	 * @param purpose completes "Could not ..." in messages
	 * @param work the work, which waits for no lock
	 * @param discard receives a result that came too late
	 * @return its result, on subscription; fails with {@link SessionStoreException} only
	 */
	<T> Mono<T> read(String purpose, IoCallable<T> work, Consumer<T> discard) {
		return run(this.readers, purpose, work, discard);
	}

	/**
	 * Runs work that may wait for the lock.
	 * @param <T> the type of its result
	 * @param purpose completes "Could not ..." in messages
	 * @param work the work
	 * @return its result, on subscription; fails with {@link SessionStoreException} only
	 */
	<T> Mono<T> write(String purpose, IoCallable<T> work) {
		return run(this.writers, purpose, work, (result) -> {
		});
	}

	private <T> Mono<T> run(IoLane lane, String purpose, IoCallable<T> work, Consumer<T> discard) {
		return Mono.create((sink) -> new Operation<>(lane, purpose, work, discard, sink).start());
	}

	/**
	 * Accepts no more work; what is queued is still done.
	 */
	void close() {
		this.readers.close();
		this.writers.close();
	}

	SessionStoreException closed() {
		return new SessionStoreException("The store in " + this.directory + " is closed", null);
	}

	private SessionStoreException failure(String purpose, Throwable ex) {
		if (ex instanceof UntrustedFileException) {
			return new SessionStoreException(
					"Could not " + purpose + ", since others could have changed it: " + ex.getMessage(), ex);
		}
		return (ex instanceof SessionStoreException failure) ? failure : new SessionStoreException("Could not "
				+ purpose + " in " + this.directory + " (" + ex
				+ "); what was stored before is untouched. Look at the space, the permissions and the mount of the"
				+ " directory", ex);
	}

	private SessionStoreException timedOut(String purpose) {
		return new SessionStoreException("Could not " + purpose + " in " + this.directory + " within "
				+ this.timeout.toSeconds() + " s. Look for a mount that hangs or a process that holds the lock", null);
	}

	private enum State {

		QUEUED, RUNNING, ANSWERED

	}

	private final class Operation<T> implements Runnable {

		private final IoLane lane;

		private final String purpose;

		private final IoCallable<T> work;

		private final Consumer<T> discard;

		private final MonoSink<T> sink;

		private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);

		/** What nobody may have received. */
		private final AtomicReference<@Nullable T> undelivered = new AtomicReference<>();

		Operation(IoLane lane, String purpose, IoCallable<T> work, Consumer<T> discard, MonoSink<T> sink) {
			this.lane = lane;
			this.purpose = purpose;
			this.work = work;
			this.discard = discard;
			this.sink = sink;
		}

		void start() {
			Future<?> timer = StoreThreads.TIMER.schedule(this::timeOut, FileIo.this.timeout.toMillis(),
					TimeUnit.MILLISECONDS);
			this.sink.onDispose(() -> timer.cancel(false));
			this.sink.onCancel(this::abandon);
			try {
				this.lane.execute(this);
			}
			catch (RejectedExecutionException ex) {
				fail(closed());
			}
		}

		@Override
		public void run() {
			if (!this.state.compareAndSet(State.QUEUED, State.RUNNING)) {
				return;
			}
			Runnable ended = this.lane.begin(this);
			try {
				succeed(this.work.call());
			}
			catch (Throwable ex) {
				fail(failure(this.purpose, ex));
			}
			finally {
				ended.run();
			}
		}

		private void succeed(@Nullable T result) {
			// Before the state, by which whoever cancels knows that it is there.
			this.undelivered.set(result);
			if (this.state.getAndSet(State.ANSWERED) != State.ANSWERED) {
				StoreThreads.SIGNALS.execute(() -> this.sink.success(result));
			}
			else {
				discardUndelivered();
			}
		}

		private void fail(SessionStoreException failure) {
			if (this.state.getAndSet(State.ANSWERED) != State.ANSWERED) {
				StoreThreads.SIGNALS.execute(() -> this.sink.error(failure));
			}
		}

		private void timeOut() {
			this.lane.remove(this);
			fail(timedOut(this.purpose));
		}

		/**
		 * The sink has passed nothing on and does not any more, but says nothing of a
		 * result that it dropped.
		 */
		private void abandon() {
			switch (this.state.getAndSet(State.ANSWERED)) {
				case QUEUED -> this.lane.remove(this);
				case ANSWERED -> StoreThreads.SIGNALS.execute(this::discardUndelivered);
				case RUNNING -> {
					// Its result finds nobody.
				}
			}
		}

		private void discardUndelivered() {
			T result = this.undelivered.getAndSet(null);
			if (result != null) {
				this.discard.accept(result);
			}
		}

	}

}
