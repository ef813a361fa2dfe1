package io.westmoon.login.store.redis;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.ReactiveSubscription;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;

class RedisMessagesTests {

	/**
	 * Whoever closes all connections next would otherwise close it once more.
	 */
	@Test
	void closingReturnsWhenTheConnectionIsClosed() throws Exception {
		CountDownLatch listening = new CountDownLatch(1);
		Sinks.Empty<Void> closed = Sinks.empty();
		ReactiveRedisConnection connection = mock(ReactiveRedisConnection.class, RETURNS_DEEP_STUBS);
		given(connection.pubSubCommands().createSubscription())
			.willReturn(Mono.<ReactiveSubscription>never().doOnSubscribe((subscription) -> listening.countDown()));
		given(connection.closeLater()).willReturn(closed.asMono());
		ReactiveRedisConnectionFactory connections = mock(ReactiveRedisConnectionFactory.class);
		given(connections.getReactiveConnection()).willReturn(connection);
		RedisMessages messages = new RedisMessages(connections, Schedulers.boundedElastic(), (channel) -> {
		}, () -> {
		}, (channel) -> Mono.just(1L));
		messages.add("channel");
		assertThat(listening.await(20, TimeUnit.SECONDS)).isTrue();
		Thread closing = new Thread(messages::close);
		closing.start();
		Awaitility.await()
			.until(() -> closing.getState() == Thread.State.TIMED_WAITING
					|| closing.getState() == Thread.State.TERMINATED);
		assertThat(closing.isAlive()).isTrue();
		closed.tryEmitEmpty().orThrow();
		closing.join(20_000);
		assertThat(closing.isAlive()).isFalse();
	}

}
