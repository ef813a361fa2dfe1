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
		PendingCall<Integer> one = new PendingCall<>(join());
		PendingCall<Integer> two = new PendingCall<>(join());
		this.answer.tryEmitValue(1);
		assertThat(one.value()).isEqualTo(two.value()).isOne();
		assertThat(this.started).hasValue(1);
		new PendingCall<>(join());
		assertThat(this.started).hasValue(2);
	}

	@Test
	void workGoesOnWhenItsCallersLeave() {
		new PendingCall<>(join()).cancel();
		PendingCall<Integer> other = new PendingCall<>(join());
		this.answer.tryEmitValue(1);
		assertThat(other.value()).isOne();
		assertThat(this.started).hasValue(1);
	}

	@Test
	void workEndsAtItsDeadlineAndIsStartedAnew() {
		PendingCall<Integer> one = new PendingCall<>(join());
		this.time.advance(Duration.ofSeconds(10));
		assertThat(one.error()).isInstanceOf(SessionStoreException.class)
			.hasMessageContaining("did not answer in time");
		assertThat(this.flight.isUnderWay("key")).isFalse();
		new PendingCall<>(join());
		assertThat(this.started).hasValue(2);
	}

	@Test
	void aCallerThatThrowsAnErrorKeepsNoOtherFromHearing() {
		PendingCall<Integer> before = new PendingCall<>(join());
		join().subscribe((value) -> {
			throw new NoClassDefFoundError("com/example/Missing");
		}, (error) -> {
		});
		PendingCall<Integer> after = new PendingCall<>(join());
		this.answer.tryEmitValue(1);
		assertThat(before.value()).isEqualTo(after.value()).isOne();
	}

	@Test
	void eachCallerGetsAnExceptionOfItsOwn() {
		PendingCall<Integer> one = new PendingCall<>(join());
		PendingCall<Integer> two = new PendingCall<>(join());
		this.answer.tryEmitError(new SessionStoreException("The disk is broken", null));
		assertThat(one.error()).isNotSameAs(two.error()).hasMessage(two.error().getMessage());
	}

	@Test
	void workSeesNoContextOfItsCallers() {
		Mono<Integer> work = Mono.deferContextual((context) -> Mono.just(context.size()));
		assertThat(
				new PendingCall<>(this.flight.join("key", () -> work).contextWrite(Context.of("tenant", "a"))).value())
			.isZero();
	}

	@Test
	void workThatWasUnderWayDoesNotCountUnlessItIsEnough() {
		Sinks.One<Integer> first = Sinks.one();
		new PendingCall<>(this.flight.join("key", first::asMono));
		PendingCall<Integer> fresh = new PendingCall<>(joinFresh());
		PendingCall<Integer> enough = new PendingCall<>(this.flight.joinFresh("key", this::work, (value) -> true));
		first.tryEmitValue(1);
		assertThat(enough.value()).isOne();
		assertThat(fresh.pending()).isTrue();
		this.answer.tryEmitValue(2);
		assertThat(fresh.value()).isEqualTo(2);
	}

	@Test
	void aFailureOfWorkThatWasUnderWayDoesNotCount() {
		Sinks.One<Integer> first = Sinks.one();
		new PendingCall<>(this.flight.join("key", first::asMono));
		PendingCall<Integer> fresh = new PendingCall<>(joinFresh());
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
