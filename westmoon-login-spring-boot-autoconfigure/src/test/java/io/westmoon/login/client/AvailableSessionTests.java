package io.westmoon.login.client;

import java.time.Duration;

import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A session for those who can do without one costs no person anything.
 */
class AvailableSessionTests extends EngineFixture {

	private final FaultyStore faulty = new FaultyStore(this.store);

	@Test
	void aStoredSessionIsFound() {
		save(this.platform.issue("token", "u1"));
		assertThat(call(client().sessionIfAvailable()).value().accessToken()).isEqualTo("token");
		assertThat(this.platform.checks).hasValue(0);
	}

	@Test
	void withoutASessionNoLoginBegins() {
		nobodyIsAsked(client());
		assertThat(attempt()).isNull();
	}

	@Test
	void aLoginUnderWayIsNotWaitedFor() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().maxWaiting(1));
		call(client.sessionIfAvailable());
		PendingCall<WestmoonSession> waiting = call(client.session());
		call(client.sessionIfAvailable()).completed();
		assertThat(client.status().waiting()).isEqualTo(1);
		assertThat(waiting.pending()).isTrue();
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call(client.sessionIfAvailable()).value()).isEqualTo(waiting.value());
	}

	@Test
	void aSessionThatThePlatformRejectsIsNone() {
		save(this.platform.issue("token", "u1"));
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().expectedUserId("u1"));
		this.platform.revokeAll();
		nobodyIsAsked(client);
		assertThat(this.platform.checks).hasValue(1);
	}

	@Test
	void aSessionWhoseUserIsExpectedIsVerifiedFirst() {
		save(this.platform.issue("token", "u1"));
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().expectedUserId("u1"));
		assertThat(call(client.sessionIfAvailable()).value().accessToken()).isEqualTo("token");
		assertThat(this.platform.checks).hasValue(1);
	}

	@Test
	void aPlatformThatDoesNotAnswerIsWaitedForASecond() {
		save(this.platform.issue("token", "u1"));
		this.platform.checkHangs = true;
		PendingCall<WestmoonSession> call = call(
				client(DefaultWestmoonAuthClient.builder().expectedUserId("u1")).sessionIfAvailable());
		assertThat(call.pending()).isTrue();
		this.time.pass(Duration.ofSeconds(1));
		assertThat(call.empty()).isTrue();
	}

	@Test
	void aStoreThatDoesNotAnswerIsWaitedForASecond() {
		this.faulty.onLoad = (load) -> Mono.never();
		PendingCall<WestmoonSession> call = call(client().sessionIfAvailable());
		assertThat(call.pending()).isTrue();
		this.time.pass(Duration.ofSeconds(1));
		assertThat(call.empty()).isTrue();
	}

	@Test
	void aStoreThatCannotBeReadIsReported() {
		this.faulty.onLoad = (load) -> Mono.error(FaultyStore.full());
		PendingCall<WestmoonSession> call = call(client().sessionIfAvailable());
		this.time.pass(Duration.ofSeconds(1));
		assertThat(call.error()).isInstanceOf(SessionStoreException.class);
	}

	@Test
	void afterALogoutThereIsNone() {
		save(this.platform.issue("token", "u1"));
		WestmoonAuthClient client = client();
		call(client.logout());
		nobodyIsAsked(client);
	}

	private void nobodyIsAsked(WestmoonAuthClient client) {
		assertThat(call(client.sessionIfAvailable()).empty()).isTrue();
		this.time.pass(Duration.ofMinutes(1));
		assertThat(this.platform.codes).isEmpty();
	}

	@Override
	WestmoonAuthClient client(WestmoonAuthClientBuilder builder) {
		return client(builder, this.faulty);
	}

}
