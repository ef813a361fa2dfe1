package io.westmoon.login.notify;

import reactor.core.publisher.Mono;

/**
 * Runs what others wrote.
 */
final class Guarded {

	private Guarded() {
	}

	/**
	 * Returns a Mono that fails with whatever is thrown on subscription, also with an
	 * {@code Error} that Reactor takes for fatal and throws at whoever subscribes.
	 */
	static Mono<Void> of(Mono<Void> task) {
		return Mono.create((sink) -> {
			try {
				sink.onDispose(task.subscribe((nothing) -> {
				}, sink::error, sink::success));
			}
			catch (Throwable ex) {
				sink.error(ex);
			}
		});
	}

}
