package io.westmoon.login.store.redis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.testsupport.RealRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.RedisCallback;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Redis that goes back to what it was some writes ago, as after a failover to a replica
 * that lagged behind.
 */
class LostWritesTests {

	private static RealRedis redis;

	private static RedisConnections hub;

	private final RedisSessionStore store = open();

	@BeforeAll
	static void start() {
		redis = RealRedis.start();
		hub = new RedisConnections(redis.connections());
	}

	@AfterAll
	static void stop() {
		hub.close();
		redis.close();
	}

	@AfterEach
	void forget() {
		redis.flush();
	}

	private static RedisSessionStore open() {
		return new RedisSessionStore(hub, "test:", "default", Samples.CLOCK, ContentCipher.NONE);
	}

	private static <T> T get(Mono<T> mono) {
		return mono.block(Samples.TIMEOUT);
	}

	/**
	 * Writes a login and returns its last state.
	 */
	private LoginAttempt loggedIn() {
		LoginAttempt needed = Samples.first();
		LoginAttempt shown = needed.shown(Samples.code("scan"));
		LoginAttempt confirmed = shown.confirmed(Samples.session("a"));
		LoginAttempt accepted = confirmed.accepted(Samples.session("a"), "85844");
		List.of(needed, shown, confirmed, accepted)
			.forEach((step) -> assertThat(get(this.store.compareAndSet(step))).isTrue());
		get(this.store.save(Samples.session("a")));
		return accepted;
	}

	private static Map<String, byte[]> dump() {
		Map<String, byte[]> values = new HashMap<>();
		redis.template().keys("*").forEach((key) -> values.put(key, redis.template().dump(key)));
		return values;
	}

	private static void restore(Map<String, byte[]> values) {
		redis.flush();
		values.forEach((key, value) -> redis.template().execute((RedisCallback<Object>) (connection) -> {
			connection.keyCommands().restore(key.getBytes(), 0, value);
			return null;
		}));
	}

	@Test
	void aLogoutThatGotLostIsWrittenAgain() {
		LoginAttempt accepted = loggedIn();
		Map<String, byte[]> before = dump();
		LoginAttempt logout = LoginAttempt.loggedOut("default", accepted, List.of(Samples.session("a")));
		get(this.store.compareAndSet(logout));
		get(this.store.remove(Samples.session("a")));
		restore(before);
		LoginAttempt read = get(this.store.attempt());
		assertThat(read.state()).isEqualTo(AttemptState.LOGGED_OUT);
		assertThat(read.voids(Samples.session("a"))).isTrue();
		assertThat(read.pinnedUserId()).isNull();
		assertThat(get(open().attempt())).isEqualTo(read);
	}

	@Test
	void aLogoutThatGotLostCountsAlsoIfOthersHaveGoneOn() {
		LoginAttempt accepted = loggedIn();
		Map<String, byte[]> before = dump();
		get(this.store.compareAndSet(LoginAttempt.loggedOut("default", accepted, List.of(Samples.session("a")))));
		restore(before);
		LoginAttempt next = LoginAttempt.begin("default", accepted);
		RedisSessionStore other = open();
		get(other.compareAndSet(next));
		get(other.compareAndSet(next.shown(Samples.code("other"))));
		LoginAttempt read = get(this.store.attempt());
		assertThat(read.state()).isEqualTo(AttemptState.LOGGED_OUT);
		assertThat(read.voids(Samples.session("a"))).isTrue();
		assertThat(read.voidsAttempt(next.id())).isTrue();
	}

	@Test
	void aLogoutCountsAlsoWhereEverythingGotLost() {
		LoginAttempt accepted = loggedIn();
		get(this.store.compareAndSet(LoginAttempt.loggedOut("default", accepted, List.of(Samples.session("a")))));
		redis.flush();
		LoginAttempt read = get(this.store.attempt());
		assertThat(read.state()).isEqualTo(AttemptState.LOGGED_OUT);
		assertThat(read.voids(Samples.session("a"))).isTrue();
		assertThat(read.version()).isEqualTo(1);
		assertThat(get(open().attempt())).isEqualTo(read);
	}

	@Test
	void theOwnerOfTheAccountIsNotForgotten() {
		LoginAttempt needed = Samples.first();
		get(this.store.compareAndSet(needed));
		Map<String, byte[]> before = dump();
		get(this.store.compareAndSet(needed.shown(Samples.code("scan")).toBuilder().pinnedUserId("85844").build()));
		restore(before);
		LoginAttempt read = get(this.store.attempt());
		assertThat(read.pinnedUserId()).isEqualTo("85844");
		assertThat(read.state()).isEqualTo(AttemptState.NEEDED);
		assertThat(read.version()).isEqualTo(2);
	}

	@Test
	void aLoginAfterALogoutDoesNotBringTheOldSessionBack() {
		LoginAttempt accepted = loggedIn();
		Map<String, byte[]> before = dump();
		LoginAttempt logout = LoginAttempt.loggedOut("default", accepted, List.of(Samples.session("a")));
		get(this.store.compareAndSet(logout));
		get(this.store.compareAndSet(LoginAttempt.begin("default", logout)));
		restore(before);
		LoginAttempt read = get(this.store.attempt());
		assertThat(read.state()).isEqualTo(AttemptState.ACCEPTED);
		assertThat(read.voids(Samples.session("a"))).isTrue();
		assertThat(read.pinnedUserId()).as("The logout let go of the user").isNull();
	}

	@Test
	void aLogoutOfAnotherProcessAndWhatFollowedIsNotTouched() {
		LoginAttempt accepted = loggedIn();
		RedisSessionStore other = open();
		LoginAttempt logout = LoginAttempt.loggedOut("default", accepted, List.of(Samples.session("a")));
		get(other.compareAndSet(logout));
		assertThat(get(this.store.attempt())).isEqualTo(logout);
		LoginAttempt next = LoginAttempt.begin("default", logout);
		get(other.compareAndSet(next));
		assertThat(get(this.store.attempt())).isEqualTo(next);
	}

	@Test
	void noProcessUsesTheSessionOfALogoutThatGotLost() {
		try (RedisLoginFixture fixture = new RedisLoginFixture()) {
			WestmoonAuthClient client = fixture.client(redis.connections());
			WestmoonAuthClient other = fixture.client(redis.connections());
			fixture.login(client);
			Awaitility.await().atMost(Samples.TIMEOUT).until(() -> other.currentSession() != null);
			Map<String, byte[]> before = dump();
			client.logout().block(Samples.TIMEOUT);
			RedisLoginFixture.awaitNone(other, Samples.TIMEOUT);
			Awaitility.await().atMost(Samples.TIMEOUT).until(() -> isLoggedOut(other));
			restore(before);
			Awaitility.await()
				.atMost(Samples.TIMEOUT)
				.until(() -> !redis.template().hasKey("westmoon:login:{default}:session"));
			assertThat(client.currentSession()).isNull();
			assertThat(other.currentSession()).isNull();
			assertThat(isLoggedOut(client) && isLoggedOut(other)).isTrue();
			assertThat(fixture.warnings()).singleElement().asString().contains("Redis has lost");
		}
	}

	private static boolean isLoggedOut(WestmoonAuthClient client) {
		return client.status().attempt().state() == AttemptState.LOGGED_OUT;
	}

}
