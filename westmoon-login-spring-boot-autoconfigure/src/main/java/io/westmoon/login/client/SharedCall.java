package io.westmoon.login.client;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A call that callers share while it is under way. Each call is made anew once the one
 * before it has ended; nothing is kept.
 *
 * @param <T> the type of the answer
 */
final class SharedCall<T> {

	private final Supplier<Mono<T>> call;

	private final AtomicReference<Sinks.@Nullable One<T>> underWay = new AtomicReference<>();

	SharedCall(Supplier<Mono<T>> call) {
		this.call = call;
	}

	Mono<T> get() {
		return Mono.defer(() -> {
			Sinks.One<T> next = Sinks.one();
			Sinks.One<T> present = this.underWay.compareAndExchange(null, next);
			if (present != null) {
				return present.asMono();
			}
			Mono<T> answered = Mono.defer(this.call)
				.switchIfEmpty(Mono.error(() -> new IllegalStateException("A call ended without an answer")));
			answered.subscribe((answer) -> {
				this.underWay.set(null);
				next.tryEmitValue(answer);
			}, (error) -> {
				this.underWay.set(null);
				next.tryEmitError(error);
			});
			return next.asMono();
		});
	}

}
