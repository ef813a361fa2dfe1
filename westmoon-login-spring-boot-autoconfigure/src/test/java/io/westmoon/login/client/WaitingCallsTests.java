package io.westmoon.login.client;

import java.time.Duration;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginRejectedException;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.Renewal;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who waits, how many and how long, and what they hear.
 */
class WaitingCallsTests extends EngineFixture {

	private final FaultyStore faulty = new FaultyStore(this.store);

	@Test
	void callersDoNotShareAnExceptionThatTheyChange() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> one = call(client.session());
		PendingCall<WestmoonSession> other = call(client.session());
		this.platform.scan(ScanStatus.REJECTED);
		this.time.pass(INTERVAL);
		one.error().addSuppressed(new IllegalStateException("GET /another/callers/request"));
		assertThat(other.error()).isInstanceOf(LoginRejectedException.class);
		assertThat(other.error().getSuppressed()).isEmpty();
	}

	@Test
	void anExplicitLoginTakesNobodysPlaceAmongTheWaiting() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().maxWaiting(1));
		call(client.login());
		assertThat(call(client.session()).pending()).isTrue();
	}

	@Test
	void whoeverLooksAtAPageTakesNobodysPlaceAmongTheWaiting() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().maxWaiting(1).loginPage("https://page"));
		call(client.session(Duration.ZERO));
		this.faulty.onLoad = (load) -> this.time.delay(Duration.ofSeconds(2)).then(load);
		call(client.openCode(attempt().id()));
		assertThat(call(client.session()).pending()).isTrue();
	}

	@Test
	void whoeverFindsNoPlaceAmongTheWaitingHearsWhereToScan() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().maxWaiting(1).loginPage("https://page"));
		call(client.session());
		assertThat(call(client.session()).error()).isInstanceOfSatisfying(LoginRequiredException.class,
				(error) -> assertThat(error.scanLocation()).isEqualTo("https://page/" + attempt().id()));
	}

	@Test
	void whoeverWantsToWaitForEverWaits() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session(Duration.ofSeconds(Long.MAX_VALUE)));
		assertThat(call.pending()).isTrue();
	}

	@Test
	void whoeverCannotWaitIsNotCounted() {
		WestmoonAuthClient client = client();
		call(client.session(Duration.ofSeconds(Long.MAX_VALUE))).cancel();
		assertThat(client.status().waiting()).isZero();
	}

	@Override
	WestmoonAuthClient client(WestmoonAuthClientBuilder builder) {
		return client(builder, this.faulty);
	}

	@Test
	void whoeverDoesNotWaitForASlowPlatformStartsTheLoginAllTheSame() {
		this.platform = new ScriptedPlatform(this.time.clock()) {

			@Override
			public Mono<SessionCheck> check(WestmoonSession session) {
				return WaitingCallsTests.this.time.delay(Duration.ofSeconds(3))
					.then(Mono.defer(() -> super.check(session)));
			}

		};
		WestmoonSession session = this.platform.issue("t1", "u1");
		save(session);
		WestmoonAuthClient client = client();
		this.platform.revokeAll();
		PendingCall<Renewal> call = call(client.renew(session, Duration.ZERO));
		this.time.pass(Duration.ofSeconds(1));
		assertThat(call.value()).isEqualTo(new Renewal.NotRenewed());
		this.time.pass(INTERVAL);
		assertThat(attempt().state()).isEqualTo(AttemptState.SHOWN);
	}

}
