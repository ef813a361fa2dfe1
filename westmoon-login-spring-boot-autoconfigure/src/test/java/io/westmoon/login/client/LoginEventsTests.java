package io.westmoon.login.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.westmoon.login.LoginEvent;
import io.westmoon.login.store.InMemorySessionStore;
import io.westmoon.login.testsupport.CapturedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

class LoginEventsTests {

	private final LoginEvents events = new LoginEvents(
			ClientSettingsFixture.settings(new VirtualTime(), Schedulers.immediate()), new InMemorySessionStore());

	@AfterEach
	void close() {
		this.events.close();
	}

	@Test
	void whoeverIsTooSlowMissesTheOldestEventsAndIsToldSoOnce() {
		try (CapturedLog log = CapturedLog.open()) {
			List<Integer> seen = new ArrayList<>();
			BaseSubscriber<LoginEvent> slow = new BaseSubscriber<>() {

				@Override
				protected void hookOnSubscribe(Subscription subscription) {
					request(1);
				}

				@Override
				protected void hookOnNext(LoginEvent event) {
					seen.add(Integer.valueOf(event.account()));
				}

			};
			this.events.flux().subscribe(slow);
			Flux.range(0, 1600).subscribe(this::publish);
			slow.requestUnbounded();
			assertThat(seen).startsWith(0, 1).hasSizeBetween(1000, 1400).endsWith(1599).isSorted();
			assertThat(log.lines()).filteredOn((line) -> line.message().contains("too slow")).hasSize(1);
		}
	}

	@Test
	void nobodyIsToldOfAnythingWhoKeepsUp() {
		try (CapturedLog log = CapturedLog.open()) {
			List<LoginEvent> seen = new ArrayList<>();
			this.events.flux().subscribe(seen::add);
			Flux.range(0, 3000).subscribe(this::publish);
			assertThat(seen).hasSize(3000);
			assertThat(log.lines()).noneMatch((line) -> line.message().contains("too slow"));
		}
	}

	private void publish(int number) {
		this.events.publish(new LoginEvent.LoggedOut(String.valueOf(number), Instant.EPOCH));
	}

}
