package io.westmoon.login.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.westmoon.login.LoginEvent;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

class ListenerQueueTests {

	private final List<LoginEvent> heard = new ArrayList<>();

	@Test
	void aListenerThatMeetsAClassThatCannotBeLoadedHearsTheNextEvent() {
		ListenerQueue queue = new ListenerQueue((event) -> {
			this.heard.add(event);
			if (this.heard.size() == 1) {
				throw new NoClassDefFoundError("java/awt/Desktop");
			}
		}, Schedulers.immediate());
		queue.add(event());
		queue.add(event());
		assertThat(this.heard).hasSize(2);
	}

	@Test
	void anEventForWhichThereIsNoThreadComesWithTheNextOne() {
		AtomicBoolean noThreads = new AtomicBoolean(true);
		ListenerQueue queue = new ListenerQueue(this.heard::add, Schedulers.fromExecutor((task) -> {
			if (noThreads.get()) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			task.run();
		}));
		queue.add(event());
		assertThat(this.heard).isEmpty();
		noThreads.set(false);
		queue.add(event());
		assertThat(this.heard).hasSize(2);
	}

	@Test
	void aListenerReceivesEventsInOrderEvenIfItPublishesOneItself() {
		List<ListenerQueue> queues = new ArrayList<>();
		LoginEvent second = event();
		queues.add(new ListenerQueue((event) -> {
			this.heard.add(event);
			if (this.heard.size() == 1) {
				queues.get(0).add(second);
				assertThat(this.heard).hasSize(1);
			}
		}, Schedulers.immediate()));
		queues.get(0).add(event());
		assertThat(this.heard).hasSize(2).endsWith(second);
	}

	private static LoginEvent event() {
		return new LoginEvent.LoggedOut("default", Instant.EPOCH);
	}

}
