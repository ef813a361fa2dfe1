package io.westmoon.login.soak;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts how often each business request reaches the platform: at most twice, and at most
 * once if it must not be sent twice. The clients' connections do not repeat requests by
 * themselves. Thread-safe.
 */
final class Sends {

	static final String ID = "X-Request-Id";

	static final String ONCE = "-once";

	private static final int REMEMBERED = 20_000;

	private final Map<String, Integer> counts = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
			return size() > REMEMBERED;
		}

	};

	private final AtomicLong requests = new AtomicLong();

	private final AtomicLong again = new AtomicLong();

	private final Violations violations;

	Sends(Violations violations) {
		this.violations = violations;
	}

	void received(String id) {
		int count = count(id);
		this.requests.addAndGet((count == 1) ? 1 : 0);
		this.again.addAndGet((count > 1) ? 1 : 0);
		if (count > (id.endsWith(ONCE) ? 1 : 2)) {
			this.violations.add("Request " + id + " was sent " + count + " times");
		}
	}

	private synchronized int count(String id) {
		return this.counts.merge(id, 1, Integer::sum);
	}

	long requests() {
		return this.requests.get();
	}

	long again() {
		return this.again.get();
	}

}
