package io.westmoon.login.http;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Bounds how many of the calls that waited for a login are sent at the same time once it
 * has ended. They came one by one, so a connection pool that could have served them at
 * their own pace need not have room for all of them at once. A call that is not answered
 * within a second no longer counts, so calls that hang hold up no other one for long.
 * Thread-safe.
 */
final class ReleaseLimiter {

	static final Duration MAX_HOLD = Duration.ofSeconds(1);

	private final int concurrency;

	private final Scheduler timer;

	private final Scheduler workers;

	private final Set<Permit> queue = new LinkedHashSet<>();

	private int granted;

	ReleaseLimiter(int concurrency) {
		this(concurrency, Schedulers.parallel(), Schedulers.boundedElastic());
	}

	/**
	 * Creates a limiter.
	 * @param concurrency how many calls may be under way at the same time
	 * @param timer keeps the time
	 * @param workers send the calls that had to wait for their turn; may be blocked
	 */
	ReleaseLimiter(int concurrency, Scheduler timer, Scheduler workers) {
		this.concurrency = concurrency;
		this.timer = timer;
		this.workers = workers;
	}

	/**
	 * Sends a call when it is its turn.
	 */
	<T> Mono<T> limit(Mono<T> call) {
		return Mono.defer(() -> {
			Permit permit = permit();
			Mono<T> limited = permit.acquired ? call : permit.granted().publishOn(this.workers).then(call);
			return limited.doFinally((signal) -> permit.release());
		});
	}

	/**
	 * Queues up for the right to send a call.
	 * @return the right, which must be released whether or not it was granted
	 */
	Permit permit() {
		return new Permit();
	}

	private synchronized @Nullable Permit release(Permit permit) {
		if (this.queue.remove(permit)) {
			return null;
		}
		Permit next = this.queue.isEmpty() ? null : this.queue.iterator().next();
		if (next == null) {
			this.granted--;
		}
		else {
			this.queue.remove(next);
		}
		return next;
	}

	/**
	 * The right of one call to be under way.
	 */
	final class Permit {

		private final Sinks.Empty<Void> turn = Sinks.empty();

		private final Disposable.Swap expiry = Disposables.swap();

		private final boolean acquired;

		private boolean released;

		private Permit() {
			this.acquired = acquire();
			if (this.acquired) {
				this.turn.tryEmitEmpty();
			}
		}

		/**
		 * Completes when the call may be sent.
		 */
		Mono<Void> granted() {
			return this.turn.asMono();
		}

		private boolean acquire() {
			synchronized (ReleaseLimiter.this) {
				if (ReleaseLimiter.this.granted == ReleaseLimiter.this.concurrency) {
					ReleaseLimiter.this.queue.add(this);
					return false;
				}
				ReleaseLimiter.this.granted++;
			}
			expireLater();
			return true;
		}

		private void expireLater() {
			this.expiry
				.update(ReleaseLimiter.this.timer.schedule(this::release, MAX_HOLD.toMillis(), TimeUnit.MILLISECONDS));
		}

		void release() {
			synchronized (this) {
				if (this.released) {
					return;
				}
				this.released = true;
			}
			this.expiry.dispose();
			Permit next = ReleaseLimiter.this.release(this);
			if (next != null) {
				next.expireLater();
				next.turn.tryEmitEmpty();
			}
		}

	}

}
