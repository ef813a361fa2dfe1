package io.westmoon.login.store.file;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The daemon threads of the file stores. All of them end when they are idle.
 */
final class StoreThreads {

	/**
	 * How long an idle thread lives. Longer than the period of any repeated work, so that
	 * such work keeps its thread.
	 */
	private static final Duration IDLE = Duration.ofSeconds(5);

	/**
	 * Measures time for all stores of the JVM; its one thread never does I/O and never
	 * calls a subscriber.
	 */
	static final ScheduledThreadPoolExecutor TIMER = newTimer();

	/**
	 * Signals to subscribers for all stores of the JVM. A subscriber may block, so the
	 * number of threads has no limit but that of the signals.
	 */
	static final ThreadPoolExecutor SIGNALS = newUnlimited("westmoon-store-signal-");

	private StoreThreads() {
	}

	private static ScheduledThreadPoolExecutor newTimer() {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, factory("westmoon-store-timer-"));
		timer.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
		timer.allowCoreThreadTimeOut(true);
		timer.setRemoveOnCancelPolicy(true);
		return timer;
	}

	static ThreadPoolExecutor newUnlimited(String prefix) {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE.toMillis(), TimeUnit.MILLISECONDS,
				new SynchronousQueue<>(), factory(prefix));
	}

	/**
	 * Creates a pool with an unlimited queue.
	 * @param prefix begins the threads' names
	 * @param size the number of threads
	 * @param terminated runs once the pool is shut down and its work is done
	 * @return the pool
	 */
	static ThreadPoolExecutor newPool(String prefix, int size, Runnable terminated) {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(size, size, IDLE.toMillis(), TimeUnit.MILLISECONDS,
				new LinkedBlockingQueue<>(), factory(prefix)) {

			@Override
			protected void terminated() {
				terminated.run();
			}

		};
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

	private static ThreadFactory factory(String prefix) {
		AtomicInteger number = new AtomicInteger();
		return (work) -> {
			Thread thread = new Thread(work, prefix + number.incrementAndGet());
			thread.setDaemon(true);
			thread.setContextClassLoader(StoreThreads.class.getClassLoader());
			return thread;
		};
	}

}
