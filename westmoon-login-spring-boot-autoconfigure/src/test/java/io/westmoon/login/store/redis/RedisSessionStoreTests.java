package io.westmoon.login.store.redis;

import java.time.Duration;
import java.util.Map;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStore.Lease;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.SessionStoreContractTests;
import io.westmoon.login.testsupport.RealRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Against a real Redis.
 */
class RedisSessionStoreTests extends SessionStoreContractTests {

	private static RealRedis server;

	private static StringRedisTemplate redis;

	private final RedisSessionStore store = open();

	@BeforeAll
	static void start() {
		server = RealRedis.start();
		redis = server.template();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void forget() {
		server.flush();
	}

	private static RedisSessionStore open() {
		return new RedisSessionStore(server.connections(), "test:", "default", Samples.CLOCK);
	}

	@Override
	protected SessionStore store() {
		return this.store;
	}

	@Test
	void theKeysOfAnAccountShareAHashSlotAndVanishByThemselves() {
		get(this.store.save(Samples.session("a")));
		get(this.store.compareAndSet(Samples.first()));
		get(this.store.tryLease());
		assertThat(redis.keys("*")).containsExactlyInAnyOrder("test:{default}:session", "test:{default}:attempt",
				"test:{default}:lease");
		assertThat(redis.keys("*")).allSatisfy((key) -> assertThat(redis.getExpire(key)).isPositive());
		assertThat(redis.getExpire("test:{default}:lease")).isLessThanOrEqualTo(15);
	}

	@Test
	void accountsDoNotSeeOneAnother() {
		RedisSessionStore other = new RedisSessionStore(server.connections(), "test:", "other", Samples.CLOCK);
		get(this.store.save(Samples.session("a")));
		get(this.store.tryLease());
		assertThat(get(other.load())).isNull();
		assertThat(get(other.tryLease())).isNotNull();
	}

	@Test
	void aChangeOfAnotherProcessIsSignaled() {
		StepVerifier.create(open().changes())
			.expectNext(SessionStore.Change.SESSION, SessionStore.Change.ATTEMPT)
			.then(() -> get(this.store.save(Samples.session("b"))))
			.expectNext(SessionStore.Change.SESSION)
			.thenCancel()
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void aLeaseThatRanOutIsSomebodyElses() {
		Lease lease = get(this.store.tryLease());
		redis.delete("test:{default}:lease");
		Lease next = get(open().tryLease());
		assertThat(get(lease.renew())).isFalse();
		get(lease.release());
		assertThat(get(next.renew())).isTrue();
	}

	@Test
	void aValueThatIsDamagedIsNamedAndKept() {
		redis.opsForHash()
			.putAll("test:{default}:attempt", Map.of("content", "{\"scan_token\":\"secret", "version", "1"));
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(this.store.attempt()))
			.withMessageContaining("test:{default}:attempt")
			.withMessageContaining("damaged")
			.withMessageNotContaining("secret");
		assertThat(redis.hasKey("test:{default}:attempt")).isTrue();
	}

	@Test
	void aKeyOfAnotherTypeIsAnError() {
		redis.opsForValue().set("test:{default}:session", "something");
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(this.store.load()))
			.withMessageContaining("test:{default}:session");
		assertThatExceptionOfType(SessionStoreException.class)
			.isThrownBy(() -> get(this.store.save(Samples.session("a"))));
		assertThat(redis.opsForValue().get("test:{default}:session")).isEqualTo("something");
	}

	@Test
	void scriptsSurviveAFlush() {
		get(this.store.save(Samples.session("a")));
		redis.getRequiredConnectionFactory().getConnection().scriptingCommands().scriptFlush();
		assertThat(get(this.store.save(Samples.session("b", Samples.NOW.plusSeconds(1))))).isTrue();
	}

	@Test
	void operationsOfAClosedStoreFail() {
		RedisSessionStore store = open();
		store.close();
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(store.load()));
	}

	@Test
	void aRedisThatIsAwayIsATypedErrorInTimeAndWorksOnceItIsBack() {
		try (RealRedis away = RealRedis.start()) {
			RedisSessionStore store = new RedisSessionStore(away.connections(), "test:", "default", Samples.CLOCK);
			get(store.save(Samples.session("a")));
			away.stop();
			LoginAttempt attempt = Samples.first();
			assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(store.load()))
				.withMessageContaining("Could not read the session in Redis");
			assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(store.compareAndSet(attempt)));
			away.startAgain();
			assertThat(get(store.load().retryWhen(Retry.fixedDelay(60, Duration.ofMillis(500))))).isNull();
			assertThat(get(store.compareAndSet(attempt))).isTrue();
		}
	}

}
