package io.westmoon.login.client;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import io.westmoon.login.store.InMemorySessionStore;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Subscribers and listeners that hang or throw, on real threads.
 */
class SlowSubscriberTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start().autoConfirm(true);

	private final CountDownLatch end = new CountDownLatch(1);

	private final WestmoonAuthClient client = DefaultWestmoonAuthClient.builder()
		.platform(WebClientWestmoonPlatform.builder().baseUrl(this.server.url()).build())
		.store(new InMemorySessionStore())
		.clock(Clock.systemUTC())
		.pollInterval(Duration.ofMillis(20))
		.listener((event) -> hang())
		.listener((event) -> {
			throw new AssertionError("a listener that is broken");
		})
		.build();

	@AfterEach
	void stop() {
		this.end.countDown();
		this.client.close();
		this.server.close();
	}

	@Test
	void hangingSubscribersHoldUpNeitherALoginNorALogout() {
		this.client.events().subscribe((event) -> hang());
		Mono<WestmoonSession> login = this.client.login();
		assertThat(login.block(TIMEOUT)).isNotNull();
		this.client.logout().block(TIMEOUT);
		assertThat(login.block(TIMEOUT)).isNotNull();
	}

	private void hang() {
		try {
			assertThat(this.end.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
