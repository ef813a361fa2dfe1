package io.westmoon.login.notify;

import reactor.core.publisher.Mono;

/**
 * Runs what others wrote.
 */
final class Guarded {

	private Guarded() {
	}

	/**
	 * Returns a Mono that fails also if something is thrown on subscription. An
	 * {@code Error}, which Reactor takes for fatal and throws at whoever subscribes,
	 * becomes a {@link NotificationException}.
	 */
	static Mono<Void> of(Mono<Void> task) {
		return Mono.create((sink) -> {
			try {
				sink.onDispose(task.subscribe((nothing) -> {
				}, (error) -> sink.error(exception(error)), sink::success));
			}
			catch (Throwable ex) {
				sink.error(exception(ex));
			}
		});
	}

	private static Throwable exception(Throwable error) {
		return (error instanceof Exception) ? error : new NotificationException(error.getClass().getSimpleName(), null);
	}

}
