package io.westmoon.login.store.file;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.westmoon.login.SessionStore.Change;
import io.westmoon.login.SessionStoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/**
 * Compares the state of the files with the one before. Polling is the only way that also
 * works on network mounts.
 */
final class FileChangePoller {

	private static final Log logger = LogFactory.getLog(FileChangePoller.class);

	private final StoreFile session;

	private final StoreFile attempt;

	private final StoreFile pending;

	private final Snapshot opened;

	private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();

	private final Runnable poll = this::poll;

	private @Nullable Disposable watch;

	private @Nullable SessionStoreException closed;

	FileChangePoller(StoreFile session, StoreFile attempt, StoreFile pending) {
		this.session = session;
		this.attempt = attempt;
		this.pending = pending;
		Snapshot found = snapshot();
		this.opened = (found != null) ? found : new Snapshot(null, null, null);
	}

	/**
	 * Signals changes. Each subscriber begins with the state at the time the store was
	 * opened, which needs no I/O and misses nothing. Changes that a slow subscriber does
	 * not request are signalled once it does, as one.
	 * @param watcher calls {@link #poll()} while there are subscribers
	 * @param signals where to signal; subscribers may block it
	 * @return the changes, never completes; fails when this is closed
	 */
	Flux<Change> changes(ChangeWatcher watcher, Scheduler signals) {
		return Flux.<Change>create((sink) -> {
			Subscriber subscriber = new Subscriber(sink, this.opened);
			sink.onDispose(() -> remove(subscriber));
			add(subscriber, watcher);
		}, FluxSink.OverflowStrategy.IGNORE).publishOn(signals, 2);
	}

	private synchronized void add(Subscriber subscriber, ChangeWatcher watcher) {
		if (this.closed != null) {
			subscriber.sink.error(this.closed);
			return;
		}
		this.subscribers.add(subscriber);
		if (this.watch == null) {
			this.watch = watcher.watch(this.poll);
		}
	}

	private synchronized void remove(Subscriber subscriber) {
		this.subscribers.remove(subscriber);
		if (this.subscribers.isEmpty() && this.watch != null) {
			this.watch.dispose();
			this.watch = null;
		}
	}

	/**
	 * Ends all subscriptions.
	 * @param reason signalled to subscribers, also to later ones
	 */
	void close(SessionStoreException reason) {
		synchronized (this) {
			this.closed = reason;
		}
		this.subscribers.forEach((subscriber) -> subscriber.sink.error(reason));
	}

	/**
	 * Looks at the files once for all subscribers.
	 */
	void poll() {
		Snapshot now = snapshot();
		if (now != null) {
			this.subscribers.forEach((subscriber) -> subscriber.accept(now));
		}
	}

	private @Nullable Snapshot snapshot() {
		try {
			return new Snapshot(this.session.stamp(), this.attempt.stamp(), this.pending.stamp());
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("The files cannot be looked at", ex);
			return null;
		}
	}

	private static final class Subscriber {

		private final FluxSink<Change> sink;

		private Snapshot last;

		Subscriber(FluxSink<Change> sink, Snapshot last) {
			this.sink = sink;
			this.last = last;
		}

		/**
		 * Signals one kind of change at a time: whoever requests one signal only must not
		 * wait for two.
		 */
		synchronized void accept(Snapshot now) {
			if (!now.hasSessionOf(this.last) && this.sink.requestedFromDownstream() > 0) {
				this.last = new Snapshot(now.session, this.last.attempt, this.last.pending);
				this.sink.next(Change.SESSION);
			}
			if (!now.hasAttemptOf(this.last) && this.sink.requestedFromDownstream() > 0) {
				this.last = new Snapshot(this.last.session, now.attempt, now.pending);
				this.sink.next(Change.ATTEMPT);
			}
		}

	}

	private record Snapshot(StoreFile.@Nullable Stamp session, StoreFile.@Nullable Stamp attempt,
			StoreFile.@Nullable Stamp pending) {

		boolean hasSessionOf(Snapshot other) {
			return Objects.equals(this.session, other.session);
		}

		boolean hasAttemptOf(Snapshot other) {
			return Objects.equals(this.attempt, other.attempt) && Objects.equals(this.pending, other.pending);
		}

	}

}
