package io.westmoon.login.store.jdbc;

import java.time.Duration;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The few daemon threads that work on one table; they end when they are idle. A thread
 * whose work nobody waits for any more counts as hanging and is replaced by another one
 * until the work ends, up to a limit.
 */
final class JdbcThreads {

	/**
	 * Longer than the period of any repeated work, so that such work keeps its thread.
	 */
	private static final Duration IDLE = Duration.ofSeconds(10);

	private static final int SIZE = 4;

	private static final int MAX_HANGING = 8;

	/**
	 * Where subscribers are signalled. They may block, so the number of threads has no
	 * limit but that of the signals.
	 */
	static final Scheduler SIGNALS = Schedulers.fromExecutor(new ThreadPoolExecutor(0, Integer.MAX_VALUE,
			IDLE.toMillis(), TimeUnit.MILLISECONDS, new SynchronousQueue<>(), factory("westmoon-jdbc-signal-")));

	private final ThreadPoolExecutor threads;

	private int hanging;

	/**
	 * Creates no thread yet.
	 */
	JdbcThreads() {
		// This queue never blocks the thread that adds to it, which may be an event loop.
		this.threads = new ThreadPoolExecutor(SIZE, SIZE, IDLE.toMillis(), TimeUnit.MILLISECONDS,
				new LinkedTransferQueue<>(), factory("westmoon-jdbc-"));
		this.threads.allowCoreThreadTimeOut(true);
	}

	void execute(Runnable work) {
		this.threads.execute(work);
	}

	void remove(Runnable work) {
		this.threads.remove(work);
	}

	/**
	 * Notes that nobody waits any more for work that is running.
	 */
	synchronized void hangs() {
		this.hanging++;
		int size = size();
		this.threads.setMaximumPoolSize(size);
		this.threads.setCorePoolSize(size);
	}

	/**
	 * Notes that work which counted as hanging has ended.
	 */
	synchronized void ended() {
		this.hanging--;
		int size = size();
		this.threads.setCorePoolSize(size);
		this.threads.setMaximumPoolSize(size);
	}

	private int size() {
		return SIZE + Math.max(0, Math.min(this.hanging, MAX_HANGING));
	}

	private static ThreadFactory factory(String prefix) {
		AtomicInteger number = new AtomicInteger();
		return (work) -> {
			Thread thread = new Thread(work, prefix + number.incrementAndGet());
			thread.setDaemon(true);
			thread.setContextClassLoader(JdbcThreads.class.getClassLoader());
			return thread;
		};
	}

}
