package io.westmoon.login.page;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.BDDMockito;
import org.mockito.Mockito;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.web.servlet.function.ServerResponse.SseBuilder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Browsers that leave while an event is being sent to them, or only watch.
 */
class AbandonedStreamTests {

	private static final long TIMEOUT = Duration.ofSeconds(30).toMillis();

	private final SseBuilder stream = Mockito.mock(SseBuilder.class);

	private final IOException left = new IOException("Broken pipe");

	private final List<Throwable> dropped = new CopyOnWriteArrayList<>();

	@AfterEach
	void forgetHook() {
		Hooks.resetOnErrorDropped();
	}

	@Test
	@SuppressWarnings("unchecked")
	void nothingIsSentAnyMoreAndNothingIsLogged() throws Exception {
		Hooks.onErrorDropped((error) -> this.dropped.add(NestedExceptionUtils.getMostSpecificCause(error)));
		Sinks.Many<String> states = Sinks.many().unicast().onBackpressureBuffer();
		ServletLoginPage.send(states.asFlux(), this.stream, Schedulers.boundedElastic());
		ArgumentCaptor<Consumer<Throwable>> onError = ArgumentCaptor.forClass(Consumer.class);
		Mockito.verify(this.stream).onError(onError.capture());
		BDDMockito.willAnswer((call) -> {
			onError.getValue().accept(this.left);
			throw this.left;
		}).given(this.stream).data("first");
		states.tryEmitNext("first");
		states.tryEmitNext("second");
		Mockito.verify(this.stream, Mockito.timeout(TIMEOUT)).data("first");
		Mockito.verify(this.stream, Mockito.after(200).never()).data("second");
		assertThat(this.dropped).doesNotContain(this.left);
	}

	@Test
	void aBrowserThatOnlyWatchesKeepsNoThread() {
		Scheduler threads = Mockito.mock(Scheduler.class);
		ServletLoginPage.send(Flux.never(), this.stream, threads);
		Mockito.verifyNoInteractions(threads);
	}

}
