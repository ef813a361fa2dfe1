package io.westmoon.login.client;

import java.time.Duration;
import java.util.List;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.Renewal;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions that are rejected soon after their login, one after the other.
 */
class EarlyRejectionsTests extends EngineFixture {

	private static final Duration EARLY = Duration.ofMinutes(10).minus(INTERVAL);

	@Test
	void theThirdInARowPausesTheAccountAndSaysWhy() {
		WestmoonAuthClient client = client();
		WestmoonSession third = replaced(client, replaced(client, loggedIn(client)));
		this.events.clear();
		assertPaused(refused(client, third).error());
		assertThat(attempt().state()).isEqualTo(AttemptState.FAILED);
		assertThat(attempt().coolDownUntil()).isEqualTo(this.time.now().plus(Duration.ofMinutes(1)));
		assertThat(this.events).hasExactlyElementsOfTypes(LoginEvent.SessionRejected.class, LoginEvent.Failed.class);
		assertThat(((LoginEvent.Failed) this.events.get(1)).failure()).isEqualTo(LoginFailure.replacedElsewhere());
		assertThat(client.status().attempt().failure()).isEqualTo(LoginFailure.replacedElsewhere());
		assertThat(client.status().attempt().coolDownUntil()).isEqualTo(attempt().coolDownUntil());
		assertPaused(call(client.session()).error());
		assertPaused(call(client.session(Duration.ZERO)).error());
		assertPaused(call(client.renew(third, null)).error());
		assertThat(this.platform.codes).hasSize(3);
		assertThat(client.status().waiting()).isZero();
	}

	@Test
	void eachFurtherOneDoublesThePause() {
		WestmoonAuthClient client = client();
		pause(client);
		for (Duration pause : List.of(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(4))) {
			assertThat(attempt().coolDownUntil()).isEqualTo(this.time.now().plus(pause));
			this.time.pass(pause);
			assertPaused(refused(client, loggedIn(client)).error());
		}
		assertThat(this.platform.codes).hasSize(6);
	}

	@Test
	void aPersonWhoAsksForALoginDoesNotWait() {
		WestmoonAuthClient client = client();
		pause(client);
		WestmoonSession session = confirmed(call(client.login()));
		assertThat(call(client.session()).value()).isEqualTo(session);
		assertThat(client.status().attempt().failure()).isNull();
		assertPaused(refused(client, session).error());
		assertThat(attempt().coolDownUntil()).isEqualTo(this.time.now().plus(Duration.ofMinutes(2)));
	}

	@Test
	void aSessionThatAppearsInTheStoreEndsThePause() {
		WestmoonAuthClient client = client();
		pause(client);
		save(this.platform.issue("t-tool", "u1"));
		this.time.pass(Duration.ofSeconds(1));
		assertThat(call(client.session()).value().accessToken()).isEqualTo("t-tool");
		assertThat(attempt().state()).isEqualTo(AttemptState.ACCEPTED);
	}

	@Test
	void aSessionThatLivesLongerEndsTheCounting() {
		WestmoonAuthClient client = client();
		WestmoonSession third = replaced(client, replaced(client, loggedIn(client)));
		this.time.advance(EARLY.plus(INTERVAL));
		WestmoonSession fourth = replaced(client, third);
		assertThat(attempt().earlyRejections()).isZero();
		this.time.advance(EARLY);
		assertPaused(refused(client, replaced(client, replaced(client, fourth))).error());
		assertThat(this.platform.codes).hasSize(6);
	}

	@Test
	void aLogoutEndsTheCounting() {
		WestmoonAuthClient client = client();
		pause(client);
		call(client.logout()).completed();
		assertThat(attempt().earlyRejections()).isZero();
		WestmoonSession next = confirmed(call(client.login()));
		assertThat(refused(client, next).pending()).as("a new login is under way").isTrue();
		assertThat(attempt().earlyRejections()).isOne();
	}

	@Test
	void aSessionThatWasLoggedOutDoesNotCount() {
		WestmoonAuthClient client = client();
		WestmoonSession third = replaced(client, replaced(client, loggedIn(client)));
		call(client.logout()).completed();
		assertThat(refused(client, third).error()).hasMessageContaining("logged out");
		assertThat(attempt().state()).isEqualTo(AttemptState.LOGGED_OUT);
		assertThat(attempt().earlyRejections()).isZero();
	}

	@Test
	void aSessionThatOurOwnLoginReplacedDoesNotCount() {
		WestmoonAuthClient client = client();
		WestmoonSession old = loggedIn(client);
		WestmoonAuthClient other = client();
		for (int i = 0; i < 4; i++) {
			this.platform.revokeAll();
			WestmoonSession next = confirmed(call(client.login()));
			assertThat(call(other.renew(old, null)).value()).isEqualTo(new Renewal.Renewed(next));
			old = next;
		}
		assertThat(attempt().earlyRejections()).isZero();
		assertThat(attempt().state()).isEqualTo(AttemptState.ACCEPTED);
	}

	@Test
	void aSessionWhoseTimeIsOverDoesNotCount() {
		this.platform.sessionLife = Duration.ofMinutes(6);
		WestmoonAuthClient client = client();
		WestmoonSession session = loggedIn(client);
		for (int i = 0; i < 4; i++) {
			this.time.advance(Duration.ofMinutes(2));
			session = replaced(client, session);
		}
		assertThat(attempt().earlyRejections()).isZero();
	}

	@Test
	void manyProcessesCountASessionOnce() {
		WestmoonAuthClient first = client();
		WestmoonSession session = loggedIn(first);
		List<WestmoonAuthClient> others = List.of(client(), client(), client());
		this.platform.revokeAll();
		for (WestmoonAuthClient other : others) {
			assertThat(call(other.check()).value().verdict()).isEqualTo(Verdict.REJECTED);
		}
		assertThat(call(first.check()).value().verdict()).isEqualTo(Verdict.REJECTED);
		assertThat(attempt().earlyRejections()).isOne();
		replaced(first, session);
		assertThat(attempt().earlyRejections()).isOne();
	}

	@Test
	void theCountSurvivesARestart() {
		WestmoonAuthClient client = client();
		WestmoonSession session = loggedIn(client);
		for (int i = 0; i < 2; i++) {
			session = replaced(client, session);
			client.close();
			client = client();
		}
		assertPaused(refused(client, session).error());
		client.close();
		assertPaused(call(client().session()).error());
	}

	@Test
	void aCheckIsEnoughToNotice() {
		WestmoonAuthClient client = client();
		replaced(client, replaced(client, loggedIn(client)));
		this.platform.revokeAll();
		assertThat(call(client.check()).value().verdict()).isEqualTo(Verdict.REJECTED);
		assertThat(client.status().attempt().failure().kind()).isEqualTo(LoginFailure.Kind.REPLACED_ELSEWHERE);
		assertPaused(call(client.session()).error());
	}

	@Test
	void whoeverWantsToCanSwitchItOff() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().earlyRejection(Duration.ZERO));
		WestmoonSession session = loggedIn(client);
		for (int i = 0; i < 5; i++) {
			session = replaced(client, session);
			this.time.moveClock(Duration.ofMinutes(-1));
		}
		assertThat(attempt().earlyRejections()).isZero();
	}

	@Test
	void aStoreThatDoesNotTakeTheCountHoldsUpNoCall() {
		FaultyStore faulty = new FaultyStore(this.store);
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder(), faulty);
		WestmoonSession session = loggedIn(client);
		faulty.onWrite = (attempt, write) -> (attempt.earlyRejections() == 1) ? Mono.never() : write;
		PendingCall<Renewal> call = refused(client, session);
		this.time.pass(Duration.ofSeconds(6));
		assertThat(this.platform.codes).hasSize(2);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call.value()).isInstanceOf(Renewal.Renewed.class);
	}

	private void pause(WestmoonAuthClient client) {
		assertPaused(refused(client, replaced(client, replaced(client, loggedIn(client)))).error());
	}

	private WestmoonSession loggedIn(WestmoonAuthClient client) {
		return confirmed(call(client.session()));
	}

	private WestmoonSession confirmed(PendingCall<WestmoonSession> call) {
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		return call.value();
	}

	/**
	 * The platform ends a session, and somebody logs in again.
	 */
	private WestmoonSession replaced(WestmoonAuthClient client, WestmoonSession session) {
		PendingCall<Renewal> call = refused(client, session);
		assertThat(call.pending()).isTrue();
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		return ((Renewal.Renewed) call.value()).session();
	}

	private PendingCall<Renewal> refused(WestmoonAuthClient client, WestmoonSession session) {
		this.platform.revokeAll();
		return call(client.renew(session, null));
	}

	private static void assertPaused(Throwable error) {
		assertThat(error).isInstanceOf(LoginRequiredException.class)
			.hasMessageContaining("rejected soon after each login")
			.hasMessageContaining("Let both share a store, or use one user for each. The next code is asked for after");
	}

}
