package io.westmoon.login.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Lets a pause end early when something has changed. A signal between looking and pausing
 * is not lost.
 */
final class ChangeSignal {

	private final AtomicLong count = new AtomicLong();

	private final Sinks.Many<Long> signals = Sinks.many().replay().latest();

	private final Scheduler scheduler;

	ChangeSignal(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	long count() {
		return this.count.get();
	}

	/**
	 * Whoever pauses goes on on a thread of the scheduler, so this never takes long.
	 */
	synchronized void signal() {
		this.signals.tryEmitNext(this.count.incrementAndGet());
	}

	/**
	 * Pauses for the duration, or until there was a signal after the given count.
	 */
	Mono<Void> pause(Duration duration, long since) {
		return Mono
			.firstWithSignal(Mono.delay(duration, this.scheduler),
					this.signals.asFlux().filter((count) -> count > since).next())
			.publishOn(this.scheduler)
			.then();
	}

}
