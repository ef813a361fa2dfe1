package io.westmoon.login.store.file;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A few threads for blocking work on one directory. Work that hangs keeps its thread and
 * is replaced by another one: at once for the first few, later after a delay that doubles
 * each time. Hence a hanging mount takes few threads however long it hangs, and the store
 * works again once the mount does.
 */
final class IoLane {

	private static final int REPLACED_AT_ONCE = 4;

	private static final int MAX_DOUBLINGS = 10;

	private final int size;

	private final Duration hanging;

	private final ThreadPoolExecutor threads;

	private final Set<Object> running = new HashSet<>();

	private final Set<Object> replaced = new HashSet<>();

	/**
	 * Creates the lane; its threads are started when they are needed.
	 * @param size the number of threads while nothing hangs
	 * @param hanging how long work may take before it counts as hanging
	 * @param terminated runs once the lane is closed and its work is done
	 */
	IoLane(int size, Duration hanging, Runnable terminated) {
		this.size = size;
		this.hanging = hanging;
		this.threads = StoreThreads.newPool("westmoon-store-", size, terminated);
	}

	/**
	 * Queues work.
	 * @param work the work
	 * @throws java.util.concurrent.RejectedExecutionException if the lane is closed
	 */
	void execute(Runnable work) {
		this.threads.execute(work);
	}

	void remove(Runnable work) {
		this.threads.remove(work);
	}

	/**
	 * Accepts no more work; what is queued is still done.
	 */
	void close() {
		this.threads.shutdown();
	}

	/**
	 * Notes that work begins on the calling thread.
	 * @param work the work
	 * @return runs when the work has ended
	 */
	Runnable begin(Object work) {
		synchronized (this) {
			this.running.add(work);
		}
		var check = StoreThreads.TIMER.schedule(() -> hangs(work), this.hanging.toMillis(), TimeUnit.MILLISECONDS);
		return () -> {
			check.cancel(false);
			ended(work);
		};
	}

	private synchronized void hangs(Object work) {
		int doublings = this.replaced.size() - REPLACED_AT_ONCE;
		if (doublings < 0) {
			replace(work);
		}
		else {
			long delay = this.hanging.toMillis() << Math.min(doublings, MAX_DOUBLINGS);
			Future<?> unused = StoreThreads.TIMER.schedule(() -> replace(work), delay, TimeUnit.MILLISECONDS);
		}
	}

	private synchronized void replace(Object work) {
		if (this.running.contains(work) && this.replaced.add(work)) {
			this.threads.setMaximumPoolSize(this.size + this.replaced.size());
			this.threads.setCorePoolSize(this.size + this.replaced.size());
		}
	}

	private synchronized void ended(Object work) {
		this.running.remove(work);
		if (this.replaced.remove(work)) {
			this.threads.setCorePoolSize(this.size + this.replaced.size());
			this.threads.setMaximumPoolSize(this.size + this.replaced.size());
		}
	}

}
