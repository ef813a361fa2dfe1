package io.westmoon.login.client;

import java.util.concurrent.atomic.AtomicBoolean;

import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Tells listeners and subscribers what happens. None of them can hold up or break a
 * login: each listener has a queue and, while it is busy, a thread of its own.
 */
final class LoginEvents {

	private static final Log logger = LogFactory.getLog(LoginEvents.class);

	private static final int QUEUE = 1000;

	private final Scheduler workers;

	private @Nullable String needed;

	private final Sinks.Many<LoginEvent> sink = Sinks.many().multicast().directBestEffort();

	LoginEvents(Scheduler workers) {
		this.workers = workers;
	}

	/**
	 * Tells a listener what happens from now on.
	 */
	void subscribe(LoginListener listener) {
		flux("Login listener " + listener.getClass().getName()).subscribe((event) -> tell(listener, event));
	}

	private static void tell(LoginListener listener, LoginEvent event) {
		try {
			listener.onEvent(event);
		}
		catch (Throwable ex) {
			Exceptions.throwIfJvmFatal(ex);
			logger.warn("Login listener " + listener.getClass().getName() + " failed on "
					+ event.getClass().getSimpleName(), ex);
		}
	}

	/**
	 * Never fails and never waits for a subscriber.
	 */
	synchronized void publish(LoginEvent event) {
		this.sink.tryEmitNext(event);
	}

	/**
	 * Tells once of each attempt that it waits for a person.
	 */
	synchronized void publishOnce(LoginEvent.LoginRequired event) {
		if (!event.attemptId().equals(this.needed)) {
			this.needed = event.attemptId();
			publish(event);
		}
	}

	/**
	 * Each subscriber gets a queue and a thread that it may block.
	 */
	Flux<LoginEvent> flux() {
		return flux("A subscriber to the login events");
	}

	private Flux<LoginEvent> flux(String subscriber) {
		return Flux.defer(() -> {
			AtomicBoolean told = new AtomicBoolean();
			return this.sink.asFlux().onBackpressureBuffer(QUEUE, (lost) -> {
				if (told.compareAndSet(false, true)) {
					logger.warn(subscriber + " is too slow and misses events");
				}
			}, BufferOverflowStrategy.DROP_OLDEST).publishOn(this.workers);
		});
	}

	synchronized void close() {
		this.sink.tryEmitComplete();
	}

}
