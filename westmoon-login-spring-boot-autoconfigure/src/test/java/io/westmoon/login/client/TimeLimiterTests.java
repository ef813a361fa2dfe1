package io.westmoon.login.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

class TimeLimiterTests {

	private final TimeLimiter limiter = new TimeLimiter(Schedulers.parallel());

	private final List<String> givenBack = new ArrayList<>();

	private final Sinks.One<String> work = Sinks.one();

	/**
	 * Reactor's sink drops a value that comes in the middle of its cancellation.
	 */
	@Test
	void aValueThatComesWhileItsCallerGoesAwayIsGivenBack() {
		AtomicBoolean cancelling = new AtomicBoolean();
		BaseSubscriber<String> caller = new BaseSubscriber<>() {

			@Override
			public Context currentContext() {
				if (cancelling.compareAndSet(true, false)) {
					TimeLimiterTests.this.work.tryEmitValue("lease").orThrow();
				}
				return Context.empty();
			}

		};
		this.limiter.callOrGiveBack(Duration.ofMinutes(1), this.work::asMono, this.givenBack::add).subscribe(caller);
		cancelling.set(true);
		caller.cancel();
		assertThat(this.givenBack).containsExactly("lease");
	}

	@Test
	void aValueThatComesAfterItsCallerWentAwayIsGivenBackOnce() {
		this.limiter.callOrGiveBack(Duration.ofMinutes(1), this.work::asMono, this.givenBack::add)
			.subscribe()
			.dispose();
		this.work.tryEmitValue("lease").orThrow();
		assertThat(this.givenBack).containsExactly("lease");
	}

	@Test
	void aValueThatNobodyHasAskedForIsGivenBackOnce() {
		BaseSubscriber<String> caller = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				// Asks for nothing.
			}

		};
		this.limiter.callOrGiveBack(Duration.ofMinutes(1), this.work::asMono, this.givenBack::add).subscribe(caller);
		this.work.tryEmitValue("lease").orThrow();
		assertThat(this.givenBack).isEmpty();
		caller.cancel();
		assertThat(this.givenBack).containsExactly("lease");
	}

	@Test
	void aValueThatItsCallerHasIsNotGivenBack() {
		BaseSubscriber<String> caller = new BaseSubscriber<>() {
		};
		this.limiter.callOrGiveBack(Duration.ofMinutes(1), this.work::asMono, this.givenBack::add).subscribe(caller);
		this.work.tryEmitValue("lease").orThrow();
		caller.cancel();
		assertThat(this.givenBack).isEmpty();
	}

}
