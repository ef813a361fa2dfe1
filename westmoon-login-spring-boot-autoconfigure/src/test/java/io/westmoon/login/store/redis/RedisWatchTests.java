package io.westmoon.login.store.redis;

import java.time.Duration;

import io.westmoon.login.SessionStore.Change;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.testsupport.RealRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often an account looks for changes, in ticks that the test makes itself.
 */
@Timeout(60)
class RedisWatchTests {

	private static final RedisKeys KEYS = RedisKeys.of("test:", "default");

	private final RealRedis redis = RealRedis.start();

	private final RedisConnections connections = new RedisConnections(this.redis.connections());

	private RedisWatch watch;

	@BeforeEach
	void lookUntilNothingIsExpected() {
		Flux.<Change>create((sink) -> this.watch = new RedisWatch(this.connections, KEYS, sink)).subscribe();
		assertThat(looks(11, true)).as("The first look and those after a change").isEqualTo(11);
	}

	@AfterEach
	void close() {
		this.connections.close();
		this.redis.close();
	}

	/**
	 * Returns how many looks come of some ticks.
	 */
	private long looks(int ticks, boolean listening) {
		long before = this.redis.calls("hmget");
		for (int i = 0; i < ticks; i++) {
			this.watch.tick(listening);
			Awaitility.await()
				.atMost(Samples.TIMEOUT)
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(1))
				.until(() -> !this.watch.isLooking());
		}
		return (this.redis.calls("hmget") - before) / 2;
	}

	@Test
	void everyFiveSecondsWhereNothingIsExpected() {
		assertThat(looks(50, true)).isEqualTo(10);
	}

	@Test
	void everySecondWhereNoMessagesCome() {
		assertThat(looks(20, false)).isEqualTo(20);
	}

	@Test
	void everySecondDuringALogin() {
		new RedisSessionStore(this.connections, "test:", "default", Samples.CLOCK, ContentCipher.NONE)
			.compareAndSet(Samples.first())
			.block(Samples.TIMEOUT);
		looks(5, true);
		assertThat(looks(20, true)).isEqualTo(20);
	}

}
