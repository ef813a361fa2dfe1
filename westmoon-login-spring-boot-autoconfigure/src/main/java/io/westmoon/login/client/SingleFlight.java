package io.westmoon.login.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * Lets many callers share one piece of work. The work is independent of its callers: it
 * runs without their Reactor context, goes on when they cancel, and ends at its own
 * deadline. An outcome is delivered to each caller separately, so that an error in the
 * continuation of one affects only that one, and each failure is an instance of the
 * caller's own. Nothing is kept: a call after the end starts the work anew. Thread-safe.
 *
 * @param <K> what the work is about; at most one piece of work for equal keys
 * @param <V> the result of the work
 */
final class SingleFlight<K, V> {

	private static final Log logger = LogFactory.getLog(SingleFlight.class);

	private final ConcurrentMap<K, Flight> flights = new ConcurrentHashMap<>();

	private final TimeLimiter limiter;

	private final @Nullable Duration deadline;

	/**
	 * Creates a single flight.
	 * @param scheduler keeps the deadline
	 * @param deadline how long the work may take; {@code null} if it bounds itself
	 */
	SingleFlight(Scheduler scheduler, @Nullable Duration deadline) {
		this.limiter = new TimeLimiter(scheduler);
		this.deadline = deadline;
	}

	/**
	 * Joins the work under way or starts it.
	 */
	Mono<V> join(K key, Supplier<Mono<V>> work) {
		return Mono.create((sink) -> flight(key, work).add(sink));
	}

	/**
	 * Joins only work that starts after the subscription: a result of work that was under
	 * way before counts if it is enough, and its failure does not count.
	 */
	Mono<V> joinFresh(K key, Supplier<Mono<V>> work, Predicate<V> enough) {
		return Mono.defer(() -> {
			Flight before = this.flights.get(key);
			if (before == null) {
				return join(key, work);
			}
			// Whoever joins once it has ended joins work that started after this call.
			return Mono.<V>create(before::add).filter(enough).onErrorComplete().switchIfEmpty(join(key, work));
		});
	}

	/**
	 * Joins the work under way; empty if there is none.
	 */
	Mono<V> joinPresent(K key) {
		return Mono.defer(() -> {
			Flight flight = this.flights.get(key);
			return (flight != null) ? Mono.create(flight::add) : Mono.empty();
		});
	}

	boolean isUnderWay(K key) {
		return this.flights.containsKey(key);
	}

	void abort(K key, Throwable error) {
		Flight flight = this.flights.get(key);
		if (flight != null) {
			flight.fail(error);
		}
	}

	private Flight flight(K key, Supplier<Mono<V>> work) {
		Flight next = new Flight(key);
		Flight present = this.flights.putIfAbsent(key, next);
		if (present != null) {
			return present;
		}
		next.start(work);
		return next;
	}

	/**
	 * One piece of work and those who wait for it.
	 */
	private final class Flight {

		private final K key;

		private final Disposable.Swap work = Disposables.swap();

		private @Nullable Set<MonoSink<V>> waiting = new LinkedHashSet<>();

		private @Nullable Consumer<MonoSink<V>> outcome;

		Flight(K key) {
			this.key = key;
		}

		void start(Supplier<Mono<V>> work) {
			this.work.update(SingleFlight.this.limiter.call(SingleFlight.this.deadline, work)
				.switchIfEmpty(Mono.error(() -> new IllegalStateException("The work ended without a result")))
				.subscribe((value) -> land((sink) -> sink.success(value)), this::fail));
		}

		private void fail(Throwable error) {
			land((sink) -> sink.error(LoginExceptions.own(error)));
		}

		private void land(Consumer<MonoSink<V>> outcome) {
			List<MonoSink<V>> sinks;
			// Before anybody can learn the outcome, so that whoever comes then starts
			// anew.
			SingleFlight.this.flights.remove(this.key, this);
			synchronized (this) {
				if (this.waiting == null) {
					return;
				}
				sinks = new ArrayList<>(this.waiting);
				this.waiting = null;
				this.outcome = outcome;
			}
			this.work.dispose();
			sinks.forEach((sink) -> deliver(sink, outcome));
		}

		private void deliver(MonoSink<V> sink, Consumer<MonoSink<V>> outcome) {
			try {
				outcome.accept(sink);
			}
			catch (Throwable ex) {
				logger.warn("A caller failed on the outcome that it waited for", ex);
			}
		}

		void add(MonoSink<V> sink) {
			Consumer<MonoSink<V>> landed;
			synchronized (this) {
				landed = this.outcome;
				if (this.waiting != null) {
					this.waiting.add(sink);
				}
			}
			if (landed != null) {
				landed.accept(sink);
			}
			else {
				sink.onCancel(() -> remove(sink));
			}
		}

		private synchronized void remove(MonoSink<V> sink) {
			if (this.waiting != null) {
				this.waiting.remove(sink);
			}
		}

	}

}
