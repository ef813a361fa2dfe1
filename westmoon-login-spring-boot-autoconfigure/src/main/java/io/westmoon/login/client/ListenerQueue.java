package io.westmoon.login.client;

import java.util.ArrayDeque;
import java.util.Deque;

import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * The events that one listener has not received yet. The listener receives them one after
 * the other on a worker. Whatever it throws, also an {@code Error}, it receives the next
 * one. Thread-safe.
 */
final class ListenerQueue {

	static final int CAPACITY = 1000;

	private static final Log logger = LogFactory.getLog(ListenerQueue.class);

	private final LoginListener listener;

	private final Scheduler workers;

	private final Deque<LoginEvent> events = new ArrayDeque<>();

	private boolean draining;

	private boolean warned;

	ListenerQueue(LoginListener listener, Scheduler workers) {
		this.listener = listener;
		this.workers = workers;
	}

	void add(LoginEvent event) {
		synchronized (this) {
			if (this.events.size() == CAPACITY) {
				this.events.removeFirst();
				warnOnce();
			}
			this.events.addLast(event);
			if (this.draining) {
				return;
			}
			this.draining = true;
		}
		try {
			this.workers.schedule(this::drain);
		}
		catch (Throwable ex) {
			synchronized (this) {
				this.draining = false;
			}
			logger.warn(name() + " gets no thread now; it receives the event together with the next one", ex);
		}
	}

	private void warnOnce() {
		if (!this.warned) {
			this.warned = true;
			logger.warn(name() + " is too slow and misses events");
		}
	}

	private void drain() {
		for (LoginEvent event = next(); event != null; event = next()) {
			try {
				this.listener.onEvent(event);
			}
			catch (Throwable ex) {
				logger.warn(name() + " failed on " + event.getClass().getSimpleName(), ex);
			}
		}
	}

	private synchronized @Nullable LoginEvent next() {
		LoginEvent event = this.events.pollFirst();
		this.draining = event != null;
		return event;
	}

	private String name() {
		return "Login listener " + this.listener.getClass().getName();
	}

}
