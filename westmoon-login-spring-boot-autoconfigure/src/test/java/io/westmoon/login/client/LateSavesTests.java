package io.westmoon.login.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A session that the store did not take is stored as soon as it takes it.
 */
class LateSavesTests extends EngineFixture {

	private final FaultyStore faulty = new FaultyStore(this.store);

	@Test
	void closingStoresASessionThatTheStoreWouldTakeAgain() {
		WestmoonAuthClient client = client();
		call(client.session());
		this.faulty.onWrite = (attempt, write) -> Mono.error(FaultyStore.full());
		this.faulty.onSave = (save) -> Mono.error(FaultyStore.full());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.plusSeconds(60));
		this.faulty.onWrite = (attempt, write) -> write;
		this.faulty.onSave = (save) -> save;
		client.close();
		assertThat(stored()).isNotNull();
	}

	@Test
	void stoppingWritesDownAConfirmedSessionThatTheStoreWouldTakeAgain() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().expectedUserId("u1"));
		call(client.session());
		this.faulty.onWrite = (attempt, write) -> Mono.error(FaultyStore.full());
		this.platform.checkFailure = new PlatformStatusException("the user", 500, null);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.plusSeconds(10));
		this.faulty.onWrite = (attempt, write) -> write;
		Thread closing = new Thread(client::close);
		closing.start();
		Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(30)).until(() -> {
			this.time.advance(Duration.ofMillis(250));
			return !closing.isAlive();
		});
		assertThat(attempt().confirmed()).as("the session in the attempt").isNotNull();
	}

	@Test
	void aConfirmedSessionIsWrittenDownSoonHoweverLongThePlatformWantsToWait() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().expectedUserId("u1"));
		call(client.session());
		this.faulty.onWrite = (attempt, write) -> Mono.error(FaultyStore.full());
		this.platform.checkFailure = new PlatformStatusException("the user", 429, Duration.ofMinutes(10));
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.plusSeconds(10));
		this.faulty.onWrite = (attempt, write) -> write;
		this.time.pass(Duration.ofSeconds(3));
		assertThat(attempt().confirmed()).as("the session in the attempt").isNotNull();
		assertThat(this.platform.checks).hasValue(1);
	}

	@Test
	void aLateSaveTakesThePlaceOfTheSessionThatWasToBeReplaced() {
		save(this.platform.issue("t1", "u1").withCreatedAt(this.time.now().plus(Duration.ofHours(1))));
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> login = call(client.login());
		this.faulty.onSave = (save) -> Mono.error(FaultyStore.full());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.plusSeconds(3));
		assertThat(login.value().accessToken()).isEqualTo("token-of-scan-1");
		this.faulty.onSave = (save) -> save;
		this.time.pass(Duration.ofMinutes(3));
		call(client.check());
		assertThat(stored().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(call(client.session()).value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void loginIsNotRefusedForAFaultThatTheStoreNoLongerHas() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session());
		this.faulty.onLoad = (load) -> Mono.error(FaultyStore.full());
		while (call.pending()) {
			this.time.pass(Duration.ofMillis(250));
		}
		this.faulty.onLoad = (load) -> load;
		assertThat(call(client.login()).pending()).isTrue();
	}

	@Test
	void aSessionThatWasStoredLateIsTheStoresFromThenOn() {
		WestmoonAuthClient client = client();
		call(client.session());
		this.faulty.onSave = (save) -> Mono.error(FaultyStore.full());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.plusSeconds(3));
		this.faulty.onSave = (save) -> save;
		this.time.pass(Duration.ofMinutes(2));
		call(this.store.remove(stored())).value();
		this.time.pass(Duration.ofSeconds(1));
		assertThat(call(client.session()).pending()).isTrue();
	}

	@Test
	void afterAFaultOfTheStoreNoOtherLoginBeginsForAFewSeconds() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session(LONG));
		AtomicInteger claims = new AtomicInteger();
		this.faulty.onLease = (lease) -> lease.doOnSubscribe((claim) -> claims.incrementAndGet());
		this.faulty.onLoad = (load) -> Mono.error(FaultyStore.full());
		while (call.pending()) {
			this.time.pass(Duration.ofMillis(250));
		}
		assertThat(call.error()).isInstanceOf(SessionStoreException.class);
		this.faulty.onLoad = (load) -> load;
		this.time.pass(Duration.ofSeconds(4));
		assertThat(call(client.session()).error()).isInstanceOf(SessionStoreException.class);
		assertThat(claims).hasValue(0);
		this.time.pass(Duration.ofSeconds(2));
		assertThat(call(client.session()).pending()).isTrue();
		assertThat(claims).hasValue(1);
	}

	@Test
	void aReadingThatFailsIsNoneThatLasts() {
		save(this.platform.issue("t1", "u1"));
		WestmoonAuthClient client = client();
		this.faulty.onLoad = (load) -> Mono.error(FaultyStore.full());
		PendingCall<SessionCheck> check = call(client.check());
		this.time.pass(Duration.ofSeconds(2));
		assertThat(check.error()).isInstanceOf(SessionStoreException.class);
		this.faulty.onLoad = (load) -> load;
		assertThat(call(client.check()).value().verdict()).isEqualTo(SessionCheck.Verdict.VALID);
	}

	@Override
	WestmoonAuthClient client(WestmoonAuthClientBuilder builder) {
		return client(builder, this.faulty);
	}

}
