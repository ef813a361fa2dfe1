package io.westmoon.login.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStore.Lease;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.SessionStoreUnreachableException;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.SessionStoreContractTests;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.store.json.ContentCiphers;
import io.westmoon.login.store.json.CorruptContentException;
import io.westmoon.login.testsupport.CapturedLog;
import io.westmoon.login.testsupport.RealRedis;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Against a real Redis.
 */
class RedisSessionStoreTests extends SessionStoreContractTests {

	private static RealRedis server;

	private static StringRedisTemplate redis;

	private static RedisConnections connections;

	private final RedisSessionStore store = open();

	@BeforeAll
	static void start() {
		server = RealRedis.start();
		redis = server.template();
		connections = new RedisConnections(server.connections());
	}

	@AfterAll
	static void stop() {
		connections.close();
		server.close();
	}

	@AfterEach
	void forget() {
		server.flush();
	}

	private static RedisSessionStore open() {
		return open("default", ContentCipher.NONE);
	}

	private static RedisSessionStore open(String account, ContentCipher cipher) {
		return new RedisSessionStore(connections, "test:", account, Samples.CLOCK, cipher);
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
		RedisSessionStore other = open("other", ContentCipher.NONE);
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
		assertThat(get(this.store.compareAndSet(Samples.first()))).isFalse();
		assertThat(redis.hasKey("test:{default}:attempt")).isTrue();
	}

	@Test
	void aPictureThatIsDamagedIsLeftOut() {
		get(this.store.compareAndSet(Samples.first()));
		get(this.store.compareAndSet(get(this.store.attempt()).shown(Samples.code("scan"))));
		String content = (String) redis.opsForHash().get("test:{default}:attempt", "content");
		redis.opsForHash().put("test:{default}:attempt", "content", content.replaceFirst("iVBORw0KGgo", "AAAAAAAAAAA"));
		assertThat(get(this.store.attempt()).code().image()).isNull();
		assertThat(get(this.store.attempt()).code().scanToken()).isEqualTo("scan");
	}

	@Test
	void aValueOfANewerVersionIsLeftAlone() {
		get(this.store.compareAndSet(Samples.first()));
		String content = (String) redis.opsForHash().get("test:{default}:attempt", "content");
		String newer = content.replaceFirst("\"format\": ?1", "\"format\": 2");
		redis.opsForHash().put("test:{default}:attempt", "content", newer);
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(this.store.attempt()))
			.withMessageContaining("test:{default}:attempt")
			.withMessageContaining("newer version");
		assertThat(get(this.store.compareAndSet(Samples.first()))).isFalse();
		assertThat(redis.opsForHash().get("test:{default}:attempt", "content")).isEqualTo(newer);
	}

	@Test
	void aKeyOfAnotherTypeIsNamedAndKept() {
		redis.opsForValue().set("test:{default}:session", "something");
		redis.opsForList().leftPush("test:{default}:attempt", "something");
		redis.opsForList().leftPush("test:{default}:lease", "something");
		assertWrongType("session", this.store.load());
		assertWrongType("session", this.store.save(Samples.session("a")));
		assertWrongType("session", this.store.remove(Samples.session("a")));
		assertWrongType("attempt", this.store.attempt());
		assertWrongType("attempt", this.store.compareAndSet(Samples.first()));
		assertThat(get(this.store.tryLease())).isNull();
		assertThat(redis.opsForValue().get("test:{default}:session")).isEqualTo("something");
		assertThat(redis.opsForList().size("test:{default}:attempt")).isEqualTo(1);
	}

	private static void assertWrongType(String key, Mono<?> operation) {
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(operation))
			.isNotInstanceOf(SessionStoreUnreachableException.class)
			.withMessageContaining("'test:{default}:" + key + "'")
			.withMessageContaining("westmoon.login.store.key-prefix");
	}

	@Test
	void aKeyOfAnotherTypeIsLoggedOnceByThoseWhoLookForChanges() {
		redis.opsForValue().set("test:{default}:session", "something");
		long before = server.calls("hmget");
		try (CapturedLog log = CapturedLog.open(Level.INFO)) {
			Disposable changes = this.store.changes().subscribe();
			Awaitility.await().atMost(Samples.TIMEOUT).until(() -> server.calls("hmget") - before >= 6);
			changes.dispose();
			assertThat(log.lines()).extracting(CapturedLog.Line::message)
				.singleElement(as(InstanceOfAssertFactories.STRING))
				.contains("test:{default}:session");
		}
	}

	@Test
	void scriptsSurviveAFlush() {
		get(this.store.save(Samples.session("a")));
		redis.getRequiredConnectionFactory().getConnection().scriptingCommands().scriptFlush();
		assertThat(get(this.store.save(Samples.session("b", Samples.NOW.plusSeconds(1))))).isTrue();
	}

	@Test
	void whatIsKeptIsEncryptedUnderTheNameOfItsKey() {
		RedisSessionStore encrypted = open("default", new NameCipher());
		get(encrypted.save(Samples.session("access-secret")));
		get(encrypted.compareAndSet(Samples.complete()));
		assertThat(get(encrypted.load()).accessToken()).isEqualTo("access-secret");
		assertThat(get(encrypted.attempt())).isEqualTo(Samples.complete());
		assertThat(redis.opsForHash().entries("test:{default}:session").toString()).doesNotContain("secret");
		redis.rename("test:{default}:session", "test:{other}:session");
		assertThatExceptionOfType(SessionStoreException.class)
			.isThrownBy(() -> get(open("other", new NameCipher()).load()))
			.withMessageContaining("test:{other}:session");
	}

	@Test
	void whatNoKeyDecryptsIsNotCalledDamaged() {
		get(open("default", ContentCiphers.of(List.of("AQEB".repeat(10) + "AQE="), "keys")).save(Samples.session("a")));
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(this.store.load()))
			.withMessageContaining("cannot be decrypted")
			.withMessageContaining("if that is lost, delete the Redis key");
	}

	@Test
	void operationsOfAClosedStoreFail() {
		RedisSessionStore store = open();
		store.close();
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(store.load()));
	}

	/**
	 * Puts the name before the content and turns all bits, which makes it no text.
	 */
	private static final class NameCipher implements ContentCipher {

		@Override
		public byte[] encrypt(byte[] content, String name) {
			return turn((name + "|" + new String(content, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public byte[] decrypt(byte[] stored, String name) throws CorruptContentException {
			String content = new String(turn(stored), StandardCharsets.UTF_8);
			if (!content.startsWith(name + "|")) {
				throw new CorruptContentException("it was written under another name");
			}
			return content.substring(name.length() + 1).getBytes(StandardCharsets.UTF_8);
		}

		private static byte[] turn(byte[] bytes) {
			byte[] turned = new byte[bytes.length];
			for (int i = 0; i < bytes.length; i++) {
				turned[i] = (byte) ~bytes[i];
			}
			return turned;
		}

	}

}
