package io.westmoon.login.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

class ReleaseLimiterTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final ReleaseLimiter limiter = new ReleaseLimiter(2, this.time, Schedulers.immediate());

	private final List<Sinks.Empty<Void>> sent = new ArrayList<>();

	@Test
	void aCallIsSentWhenAnEarlierOneIsAnswered() {
		calls(4);
		assertThat(this.sent).hasSize(2);
		this.sent.get(0).tryEmitEmpty();
		assertThat(this.sent).hasSize(3);
		this.sent.get(1).tryEmitError(new IllegalStateException("refused"));
		assertThat(this.sent).hasSize(4);
		this.sent.forEach(Sinks.Empty::tryEmitEmpty);
		calls(2);
		assertThat(this.sent).hasSize(6);
	}

	@Test
	void callsThatHangHoldUpNoOtherOneForLong() {
		calls(5);
		this.time.advanceTimeBy(ReleaseLimiter.MAX_HOLD);
		assertThat(this.sent).hasSize(4);
		this.time.advanceTimeBy(ReleaseLimiter.MAX_HOLD);
		assertThat(this.sent).hasSize(5);
	}

	@Test
	void aCallThatLeavesMakesRoom() {
		List<Disposable> calls = calls(4);
		calls.get(2).dispose();
		calls.get(0).dispose();
		assertThat(this.sent).hasSize(3);
		calls.get(1).dispose();
		calls.get(3).dispose();
		calls(3);
		assertThat(this.sent).hasSize(5);
	}

	@Test
	void manyCallsThatAreAnsweredAtOnceDoNotExhaustTheStack() {
		Sinks.Empty<Void> first = Sinks.empty();
		ReleaseLimiter one = new ReleaseLimiter(1, this.time, Schedulers.newSingle("test", true));
		one.limit(first.asMono()).subscribe();
		AtomicInteger answered = new AtomicInteger();
		Mono<Void> all = Mono.when(IntStream.range(0, 10_000)
			.mapToObj((number) -> one.limit(Mono.fromRunnable(answered::incrementAndGet)))
			.toList());
		Mono<Void> running = all.doOnSubscribe((subscription) -> this.time.schedule(first::tryEmitEmpty));
		running.block(Duration.ofSeconds(20));
		assertThat(answered).hasValue(10_000);
	}

	private List<Disposable> calls(int number) {
		return IntStream.range(0, number).mapToObj((call) -> this.limiter.limit(Mono.defer(() -> {
			Sinks.Empty<Void> answer = Sinks.empty();
			this.sent.add(answer);
			return answer.asMono();
		})).onErrorComplete().subscribe()).toList();
	}

}
