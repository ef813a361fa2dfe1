package io.westmoon.login.store.redis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Knows which accounts cannot reach their Redis, and logs one line when the first of them
 * cannot and one when all can again. Thread-safe.
 */
final class RedisOutage {

	private static final Log logger = LogFactory.getLog(RedisOutage.class);

	private final LongSupplier nanoTime;

	private final Map<String, Integer> users = new ConcurrentHashMap<>();

	private final Map<String, Long> failing = new ConcurrentHashMap<>();

	private long endedAt;

	RedisOutage(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.endedAt = nanoTime.getAsLong();
	}

	/**
	 * Begins to count somebody's failures.
	 */
	void join(String name) {
		this.users.merge(name, 1, Integer::sum);
	}

	/**
	 * Ends that, once for each time that it was begun.
	 */
	synchronized void leave(String name) {
		if (this.users.computeIfPresent(name, (key, count) -> (count > 1) ? count - 1 : null) == null) {
			this.failing.remove(name);
		}
	}

	boolean isOver() {
		return this.failing.isEmpty();
	}

	boolean isFailing(String name) {
		return this.failing.containsKey(name);
	}

	/**
	 * Notes that Redis could not be reached.
	 * @param name for whom
	 * @param begun when the operation began; one that began before the last outage ended
	 * says nothing new
	 * @param why what happened
	 */
	synchronized void failed(String name, long begun, String why) {
		if (begun - this.endedAt < 0 || !this.users.containsKey(name)) {
			return;
		}
		if (this.failing.isEmpty()) {
			logger.warn(why + ". Sessions in memory are used meanwhile, and Redis is tried again every second");
		}
		this.failing.put(name, this.nanoTime.getAsLong());
	}

	/**
	 * Notes that Redis answered.
	 * @param name to whom
	 * @param begun when the operation began; one that began before the last failure says
	 * nothing new
	 */
	void worked(String name, long begun) {
		if (!this.failing.isEmpty()) {
			end(name, begun);
		}
	}

	private synchronized void end(String name, long begun) {
		Long failedAt = this.failing.get(name);
		if (failedAt == null || begun - failedAt < 0) {
			return;
		}
		this.failing.remove(name);
		if (this.failing.isEmpty()) {
			this.endedAt = this.nanoTime.getAsLong();
			logger.info("Redis can be reached again");
		}
	}

}
