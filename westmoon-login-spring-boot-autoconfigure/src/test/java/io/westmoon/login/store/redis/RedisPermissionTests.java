package io.westmoon.login.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.SessionStore.Lease;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.store.json.ContentCiphers;
import io.westmoon.login.testsupport.RealRedis;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static io.westmoon.login.store.redis.RedisLoginFixture.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Users of Redis that may do no more than the store needs, or less, and processes that
 * cannot read what is there.
 */
@Timeout(120)
class RedisPermissionTests {

	/**
	 * As the documentation lists them.
	 */
	private static final String[] COMMANDS = { "+hello", "+auth", "+ping", "+get", "+set", "+del", "+pexpire", "+hget",
			"+hmget", "+hset", "+hincrby", "+evalsha", "+eval", "+publish" };

	private final RealRedis redis = RealRedis.start();

	private final RedisLoginFixture fixture = new RedisLoginFixture();

	@AfterEach
	void stop() {
		this.fixture.close();
		this.redis.close();
	}

	private LettuceConnectionFactory connect(String... rules) {
		LettuceConnectionFactory connections = this.redis.connectionsAs("westmoon", COMMANDS);
		for (String rule : rules) {
			this.redis.execute("ACL", "SETUSER", "westmoon", rule);
		}
		return connections;
	}

	@Test
	void theListedPermissionsAreEnough() {
		LettuceConnectionFactory connections = connect("~westmoon:login:*", "resetchannels", "&westmoon:login:*",
				"+subscribe", "+unsubscribe");
		RedisConnections hub = this.fixture.connect(connections);
		RedisSessionStore store = new RedisSessionStore(hub, "westmoon:login:", "shop", Samples.CLOCK,
				ContentCipher.NONE);
		assertThat(store.save(Samples.session("a")).block(TIMEOUT)).isTrue();
		assertThat(store.load().block(TIMEOUT)).isNotNull();
		assertThat(store.remove(Samples.session("a")).block(TIMEOUT)).isTrue();
		Lease lease = store.tryLease().block(TIMEOUT);
		assertThat(lease.renew().block(TIMEOUT)).isTrue();
		lease.release().block(TIMEOUT);
		WestmoonAuthClient client = this.fixture.client(hub, "default");
		// Before anybody else has published anything.
		Awaitility.await().atMost(TIMEOUT).until(hub::isListening);
		WestmoonAuthClient other = this.fixture.client(connections);
		RedisLoginFixture.awaitUsable(other, this.fixture.login(client).accessToken());
		client.logout().block(TIMEOUT);
		RedisLoginFixture.awaitNone(other, Duration.ofSeconds(1));
		assertThat(this.fixture.warnings()).isEmpty();
		connections.destroy();
	}

	@Test
	void withoutMessagesChangesAreLookedFor() {
		LettuceConnectionFactory connections = connect("~westmoon:login:*", "resetchannels");
		WestmoonAuthClient client = this.fixture.client(connections);
		WestmoonAuthClient other = this.fixture.client(connections);
		CompletableFuture<WestmoonSession> otherCall = this.fixture.waiting(other);
		WestmoonSession session = this.fixture.login(client);
		assertThat(otherCall.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join().accessToken())
			.isEqualTo(session.accessToken());
		assertThat(this.fixture.platform.codes()).isEqualTo(1);
		client.logout().block(TIMEOUT);
		RedisLoginFixture.awaitNone(other, Duration.ofSeconds(3));
		assertThat(this.fixture.warnings()).isEmpty();
		assertThat(this.fixture.log.lines()).filteredOn((line) -> line.message().contains("passes on no messages"))
			.hasSize(2);
		connections.destroy();
	}

	@Test
	void whoMayListenButNotPublishLooksForChanges() {
		LettuceConnectionFactory connections = connect("~westmoon:login:*", "resetchannels", "&westmoon:login:*",
				"+subscribe", "+unsubscribe", "-publish");
		RedisConnections hub = this.fixture.connect(connections);
		WestmoonAuthClient client = this.fixture.client(hub, "default");
		this.fixture.login(client);
		assertThat(this.fixture.log.saying("passes on no messages")).succeedsWithin(TIMEOUT);
		assertThat(hub.isListening()).isFalse();
		this.redis.execute("PUBLISH", "westmoon:login:{default}:changes", "");
		Awaitility.await().atMost(TIMEOUT).until(hub::isListening);
		connections.destroy();
	}

	@Test
	@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
	void whoHasAnotherKeyOverwritesNothing() {
		RedisConnections hub = this.fixture.connect(this.redis.connections());
		WestmoonAuthClient client = this.fixture.client(hub, "default", cipher('a'));
		WestmoonAuthClient other = this.fixture.client(hub, "default", cipher('b'));
		String token = this.fixture.login(client).accessToken();
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> other.session().block(TIMEOUT))
			.withMessageContaining("westmoon:login:{default}:");
		assertThat(this.fixture.platform.codes()).isOne();
		WestmoonAuthClient third = this.fixture.client(hub, "default", cipher('a'));
		assertThat(third.session().block(TIMEOUT).accessToken()).isEqualTo(token);
	}

	private static ContentCipher cipher(char key) {
		return ContentCiphers.of(List
			.of(Base64.getEncoder().encodeToString(String.valueOf(key).repeat(32).getBytes(StandardCharsets.US_ASCII))),
				"keys");
	}

	@Test
	void aMissingPermissionIsSaid() {
		LettuceConnectionFactory connections = connect("~westmoon:login:*");
		RedisSessionStore store = new RedisSessionStore(this.fixture.connect(connections), "elsewhere:", "default",
				Samples.CLOCK, ContentCipher.NONE);
		assertForbidden(() -> store.load().block(TIMEOUT));
		assertForbidden(() -> store.save(Samples.session("a")).block(TIMEOUT));
		this.redis.execute("ACL", "SETUSER", "westmoon", "~elsewhere:*", "-hset");
		assertForbidden(() -> store.save(Samples.session("a")).block(TIMEOUT));
		this.redis.execute("ACL", "SETUSER", "westmoon", "+hset", "-eval", "-evalsha");
		assertForbidden(() -> store.save(Samples.session("a")).block(TIMEOUT));
		connections.destroy();
	}

	private static void assertForbidden(ThrowingCallable operation) {
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(operation)
			.withMessageContaining("lacks a permission")
			.withMessageContaining("elsewhere:{default}:session");
	}

}
