package io.westmoon.login.page;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.BDDMockito;
import org.mockito.Mockito;
import org.springframework.web.servlet.function.ServerResponse.SseBuilder;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Browsers that leave, or read slowly, while an event is being sent to them.
 */
class AbandonedStreamTests {

	private static final long TIMEOUT = Duration.ofSeconds(5).toMillis();

	private final SseBuilder stream = Mockito.mock(SseBuilder.class);

	private final List<Throwable> dropped = new CopyOnWriteArrayList<>();

	@AfterEach
	void forgetHook() {
		Hooks.resetOnErrorDropped();
	}

	@Test
	@SuppressWarnings("unchecked")
	void nothingIsSentAnyMoreAndNothingIsLogged() throws Exception {
		Hooks.onErrorDropped(this.dropped::add);
		Sinks.Many<String> states = Sinks.many().unicast().onBackpressureBuffer();
		ServletLoginPage.send(states.asFlux(), this.stream);
		ArgumentCaptor<Consumer<Throwable>> onError = ArgumentCaptor.forClass(Consumer.class);
		Mockito.verify(this.stream).onError(onError.capture());
		BDDMockito.willAnswer((call) -> {
			IOException left = new IOException("Broken pipe");
			onError.getValue().accept(left);
			throw left;
		}).given(this.stream).data("first");
		states.tryEmitNext("first");
		states.tryEmitNext("second");
		Mockito.verify(this.stream, Mockito.timeout(TIMEOUT)).data("first");
		Mockito.verify(this.stream, Mockito.after(200).never()).data("second");
		assertThat(this.dropped).isEmpty();
	}

	@Test
	void aBrowserThatReadsSlowlyHoldsUpNoOther() throws Exception {
		CountDownLatch read = new CountDownLatch(1);
		BDDMockito.willAnswer((call) -> {
			read.await(2 * TIMEOUT, TimeUnit.MILLISECONDS);
			return null;
		}).given(this.stream).data("first");
		List<SseBuilder> others = Stream.generate(() -> Mockito.mock(SseBuilder.class))
			.limit(2L * Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE)
			.toList();
		Sinks.Many<String> states = Sinks.many().multicast().directBestEffort();
		ServletLoginPage.send(states.asFlux(), this.stream);
		others.forEach((other) -> ServletLoginPage.send(states.asFlux(), other));
		states.tryEmitNext("first");
		try {
			for (SseBuilder other : others) {
				Mockito.verify(other, Mockito.timeout(TIMEOUT)).data("first");
			}
		}
		finally {
			read.countDown();
			states.tryEmitComplete();
		}
	}

}
