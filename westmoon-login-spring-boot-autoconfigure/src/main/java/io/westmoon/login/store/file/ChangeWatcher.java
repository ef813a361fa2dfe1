package io.westmoon.login.store.file;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Polls twice a second for all stores of the JVM, on one thread that exists only while
 * something is watched. A poll that hangs keeps its thread, and another thread goes on
 * with the others.
 */
final class ChangeWatcher {

	private static final Duration PERIOD = Duration.ofMillis(500);

	private static final Log logger = LogFactory.getLog(ChangeWatcher.class);

	/**
	 * The number of periods after which a poll counts as hanging.
	 */
	private static final int PATIENT_PERIODS = 4;

	private static final ChangeWatcher SHARED = new ChangeWatcher(StoreThreads.newUnlimited("westmoon-store-watcher-"),
			PERIOD);

	private final Executor threads;

	private final Duration period;

	private final Set<Runnable> polls = ConcurrentHashMap.newKeySet();

	private final Set<Runnable> busy = ConcurrentHashMap.newKeySet();

	private @Nullable Future<?> ticks;

	private @Nullable Round round;

	/**
	 * Creates a watcher.
	 * @param threads where to poll; polls may block
	 * @param period the time between two polls
	 */
	ChangeWatcher(Executor threads, Duration period) {
		this.threads = threads;
		this.period = period;
	}

	static ChangeWatcher shared() {
		return SHARED;
	}

	/**
	 * Begins to poll.
	 * @param poll may block
	 * @return ends the polling
	 */
	synchronized Disposable watch(Runnable poll) {
		this.polls.add(poll);
		if (this.ticks == null) {
			this.ticks = StoreThreads.TIMER.scheduleAtFixedRate(this::tick, this.period.toMillis(),
					this.period.toMillis(), TimeUnit.MILLISECONDS);
		}
		return () -> unwatch(poll);
	}

	private synchronized void unwatch(Runnable poll) {
		this.polls.remove(poll);
		if (this.polls.isEmpty() && this.ticks != null) {
			this.ticks.cancel(false);
			this.ticks = null;
		}
	}

	/**
	 * Begins a round unless one is still making progress.
	 */
	synchronized void tick() {
		if (this.round == null || this.round.isStuck()) {
			Round next = new Round();
			this.round = next;
			this.threads.execute(next);
		}
	}

	private synchronized boolean isCurrent(Round round) {
		return this.round == round;
	}

	private synchronized void end(Round round) {
		if (this.round == round) {
			this.round = null;
		}
	}

	private final class Round implements Runnable {

		private final AtomicInteger polled = new AtomicInteger();

		private int seen = -1;

		private int periods;

		/**
		 * Called once a period while the round lasts.
		 */
		boolean isStuck() {
			int now = this.polled.get();
			this.periods = (now == this.seen) ? this.periods + 1 : 0;
			this.seen = now;
			return this.periods >= PATIENT_PERIODS;
		}

		@Override
		public void run() {
			try {
				for (Runnable poll : ChangeWatcher.this.polls) {
					if (!isCurrent(this)) {
						return;
					}
					poll(poll);
				}
			}
			finally {
				end(this);
			}
		}

		private void poll(Runnable poll) {
			if (!ChangeWatcher.this.busy.add(poll)) {
				return;
			}
			try {
				poll.run();
			}
			catch (RuntimeException ex) {
				logger.debug("Could not look for changes", ex);
			}
			finally {
				ChangeWatcher.this.busy.remove(poll);
				this.polled.incrementAndGet();
			}
		}

	}

}
