package io.westmoon.login.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.SessionStoreException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

class SingleFlightTests {

	private final VirtualTime time = new VirtualTime();

	private final SingleFlight<String, Integer> flight = new SingleFlight<>(this.time.scheduler(),
			Duration.ofSeconds(10));

	private final AtomicInteger started = new AtomicInteger();

	private final Sinks.One<Integer> answer = Sinks.one();

	@Test
	void callersShareTheWorkUnderWayAndStartItAnewAfterItsEnd() {
		Call<Integer> one = new Call<>(join());
		Call<Integer> two = new Call<>(join());
		this.answer.tryEmitValue(1);
		assertThat(one.value()).isEqualTo(two.value()).isOne();
		assertThat(this.started).hasValue(1);
		new Call<>(join());
		assertThat(this.started).hasValue(2);
	}

	@Test
	void workGoesOnWhenItsCallersLeave() {
		new Call<>(join()).cancel();
		Call<Integer> other = new Call<>(join());
		this.answer.tryEmitValue(1);
		assertThat(other.value()).isOne();
		assertThat(this.started).hasValue(1);
	}

	@Test
	void workEndsAtItsDeadlineAndIsStartedAnew() {
		Call<Integer> one = new Call<>(join());
		this.time.advance(Duration.ofSeconds(10));
		assertThat(one.error()).isInstanceOf(SessionStoreException.class)
			.hasMessageContaining("did not answer in time");
		assertThat(this.flight.isUnderWay("key")).isFalse();
		new Call<>(join());
		assertThat(this.started).hasValue(2);
	}

	@Test
	void aCallerThatThrowsAnErrorKeepsNoOtherFromHearing() {
		Call<Integer> before = new Call<>(join());
		join().subscribe((value) -> {
			throw new NoClassDefFoundError("com/example/Missing");
		}, (error) -> {
		});
		Call<Integer> after = new Call<>(join());
		this.answer.tryEmitValue(1);
		assertThat(before.value()).isEqualTo(after.value()).isOne();
	}

	@Test
	void eachCallerGetsAnExceptionOfItsOwn() {
		Call<Integer> one = new Call<>(join());
		Call<Integer> two = new Call<>(join());
		this.answer.tryEmitError(new SessionStoreException("The disk is broken", null));
		assertThat(one.error()).isNotSameAs(two.error()).hasMessage(two.error().getMessage());
	}

	@Test
	void workSeesNoContextOfItsCallers() {
		Mono<Integer> work = Mono.deferContextual((context) -> Mono.just(context.size()));
		assertThat(new Call<>(this.flight.join("key", () -> work).contextWrite(Context.of("tenant", "a"))).value())
			.isZero();
	}

	@Test
	void workThatWasUnderWayDoesNotCountUnlessItIsEnough() {
		Sinks.One<Integer> first = Sinks.one();
		new Call<>(this.flight.join("key", first::asMono));
		Call<Integer> fresh = new Call<>(joinFresh());
		Call<Integer> enough = new Call<>(this.flight.joinFresh("key", this::work, (value) -> true));
		first.tryEmitValue(1);
		assertThat(enough.value()).isOne();
		assertThat(fresh.pending()).isTrue();
		this.answer.tryEmitValue(2);
		assertThat(fresh.value()).isEqualTo(2);
	}

	@Test
	void aFailureOfWorkThatWasUnderWayDoesNotCount() {
		Sinks.One<Integer> first = Sinks.one();
		new Call<>(this.flight.join("key", first::asMono));
		Call<Integer> fresh = new Call<>(joinFresh());
		first.tryEmitError(new SessionStoreException("The disk is broken", null));
		this.answer.tryEmitValue(2);
		assertThat(fresh.value()).isEqualTo(2);
	}

	private Mono<Integer> join() {
		return this.flight.join("key", this::work);
	}

	private Mono<Integer> joinFresh() {
		return this.flight.joinFresh("key", this::work, (value) -> false);
	}

	private Mono<Integer> work() {
		this.started.incrementAndGet();
		return this.answer.asMono();
	}

}
