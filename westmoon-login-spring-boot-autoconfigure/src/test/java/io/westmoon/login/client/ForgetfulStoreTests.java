package io.westmoon.login.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginCanceledException;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.testsupport.CapturedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store that loses what it has acknowledged, or whose readings lag behind, costs one
 * more scan at worst.
 */
@Timeout(20)
class ForgetfulStoreTests extends EngineFixture {

	private final ForgetfulStore forgetful = new ForgetfulStore();

	private WestmoonAuthClient open() {
		return client(DefaultWestmoonAuthClient.builder(), this.forgetful);
	}

	private WestmoonSession loggedIn(WestmoonAuthClient client) {
		PendingCall<WestmoonSession> login = call(client.login());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		return login.value();
	}

	private LoginAttempt attemptThere() {
		return this.forgetful.attempt().block(Duration.ofSeconds(1));
	}

	private WestmoonSession sessionThere() {
		return this.forgetful.load().block(Duration.ofSeconds(1));
	}

	@Test
	void aLogoutThatTheStoreLosesStaysOne() {
		WestmoonAuthClient client = open();
		WestmoonSession session = loggedIn(client);
		LoginAttempt before = attemptThere();
		call(client.logout()).completed();
		this.forgetful.goBack(session, before);
		this.time.pass(Duration.ofSeconds(2));
		assertThat(call(client.session()).error()).hasMessageContaining("logged out");
		assertThat(sessionThere()).isNull();
		assertThat(attemptThere().state()).isEqualTo(AttemptState.LOGGED_OUT);
		assertThat(attemptThere().voidSessions()).as("also for processes that did not know")
			.contains(session.fingerprint());
	}

	@Test
	void aLogoutStaysOneWhereTheStoreLosesEverything() {
		WestmoonAuthClient client = open();
		WestmoonSession session = loggedIn(client);
		call(client.logout()).completed();
		this.forgetful.goBack(null, null);
		this.time.pass(Duration.ofSeconds(2));
		assertThat(call(client.session()).error()).hasMessageContaining("logged out");
		assertThat(attemptThere().state()).isEqualTo(AttemptState.LOGGED_OUT);
		assertThat(attemptThere().voidSessions()).contains(session.fingerprint());
		assertThat(this.platform.codes).hasSize(1);
		call(client.login());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.multipliedBy(2));
		assertThat(sessionThere()).isNotNull().isNotEqualTo(session);
	}

	@Test
	void aLogoutOfAnEmptiedStoreVoidsWhatIsWrittenThereLate() {
		WestmoonAuthClient client = open();
		WestmoonSession session = loggedIn(client);
		this.forgetful.goBack(null, null);
		this.time.pass(Duration.ofSeconds(2));
		assertThat(client.currentSession()).isNull();
		call(client.logout()).completed();
		this.forgetful.goBack(session, attemptThere());
		this.time.pass(Duration.ofSeconds(2));
		assertThat(client.currentSession()).isNull();
		assertThat(sessionThere()).isNull();
	}

	@Test
	void aSessionThatCannotBeStoredIsForgottenWithTheLogoutOfAnotherProcess() {
		WestmoonAuthClient client = open();
		WestmoonAuthClient other = open();
		this.forgetful.onSave = (save) -> Mono.error(FaultyStore.full());
		PendingCall<WestmoonSession> login = call(client.login());
		this.platform.confirmAs("u1");
		this.time.pass(Duration.ofMinutes(10));
		WestmoonSession session = login.value();
		assertThat(client.currentSession()).isEqualTo(session);
		call(other.logout()).completed();
		this.forgetful.goBack(null, attemptThere());
		this.time.pass(Duration.ofSeconds(1));
		assertThat(client.currentSession()).isNull();
	}

	@Test
	void aVoidSessionThatCannotBeRemovedIsRemovedLater() {
		WestmoonAuthClient client = open();
		WestmoonSession session = loggedIn(client);
		call(client.logout()).completed();
		this.forgetful.onRemove = (remove) -> Mono.error(FaultyStore.full());
		this.forgetful.goBack(session, attemptThere());
		this.time.pass(Duration.ofSeconds(30));
		assertThat(client.currentSession()).isNull();
		assertThat(sessionThere()).isEqualTo(session);
		this.forgetful.onRemove = (remove) -> remove;
		this.time.pass(Duration.ofMinutes(2));
		assertThat(sessionThere()).isNull();
	}

	@Test
	void aVoidSessionThatOthersRemovedIsNotRemovedAgain() {
		WestmoonAuthClient client = open();
		WestmoonSession session = loggedIn(client);
		call(client.logout()).completed();
		this.forgetful.onRemove = (remove) -> Mono.error(FaultyStore.full());
		this.forgetful.goBack(session, attemptThere());
		this.time.pass(Duration.ofSeconds(30));
		this.forgetful.goBack(null, attemptThere());
		this.time.pass(Duration.ofMinutes(2));
		try (CapturedLog log = CapturedLog.open(Level.WARN)) {
			this.time.pass(Duration.ofMinutes(10));
			assertThat(log.lines()).isEmpty();
		}
	}

	@Test
	void aLogoutCountsAlsoIfItCannotBeWrittenAgain() {
		WestmoonAuthClient client = open();
		loggedIn(client);
		call(client.logout()).completed();
		this.forgetful.onWrite = (attempt, write) -> Mono.error(FaultyStore.full());
		this.forgetful.goBack(null, null);
		this.time.pass(Duration.ofSeconds(2));
		PendingCall<WestmoonSession> call = call(client.session());
		this.time.pass(Duration.ofMinutes(1));
		assertThat(call.error()).hasMessageContaining("logged out");
	}

	@Test
	void whoseTheAccountIsTheStoreIsToldAgain() {
		WestmoonAuthClient client = open();
		call(client.startLogin());
		LoginAttempt before = attemptThere();
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(attemptThere().pinnedUserId()).isEqualTo("u1");
		this.forgetful.goBack(null, before);
		this.time.pass(Duration.ofSeconds(2));
		assertThat(attemptThere().pinnedUserId()).isEqualTo("u1");
		assertThat(attemptThere().version()).isEqualTo(before.version() + 1);
	}

	@Test
	void whoOwnedTheAccountBeforeALogoutElsewhereIsNotBroughtBack() {
		WestmoonAuthClient client = open();
		loggedIn(client);
		WestmoonAuthClient other = open();
		call(other.logout()).completed();
		call(other.startLogin());
		call(client.login());
		this.time.pass(Duration.ofSeconds(2));
		assertThat(attemptThere().pinnedUserId()).isNull();
	}

	@Test
	void aCodeOfBeforeALogoutThatTheStoreLosesBringsNoSession() {
		WestmoonAuthClient client = open();
		call(client.startLogin());
		LoginAttempt before = attemptThere();
		call(client.logout()).completed();
		this.forgetful.goBack(null, before);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.multipliedBy(3));
		assertThat(call(client.session()).error()).hasMessageContaining("logged out");
		assertThat(this.platform.codes).hasSize(1);
	}

	@Test
	void aSessionThatALogoutMadeVoidStaysSoWhereTheStoreLosesTheLogoutAndOthersHaveBegunAnew() {
		WestmoonAuthClient client = open();
		WestmoonSession session = loggedIn(client);
		call(client.logout()).completed();
		this.forgetful.goBack(session, LoginAttempt.begin("default", null));
		this.time.pass(Duration.ofSeconds(2));
		assertThat(client.currentSession()).isNull();
		assertThat(sessionThere()).isNull();
	}

	@Test
	void aSessionIsWrittenIntoAStoreThatWasEmptiedMeanwhile() {
		WestmoonAuthClient client = open();
		AtomicBoolean first = new AtomicBoolean(true);
		this.forgetful.onWrite = (attempt, write) -> {
			if (attempt.state() == AttemptState.CONFIRMED && first.getAndSet(false)) {
				this.forgetful.goBack(null, null);
			}
			return write;
		};
		WestmoonSession session = loggedIn(client);
		assertThat(sessionThere()).isEqualTo(session);
		assertThat(attemptThere().state()).isEqualTo(AttemptState.ACCEPTED);
	}

	/**
	 * Otherwise nobody who knows of a logout that made the attempt void would recognize
	 * what it brought.
	 */
	@Test
	void theAttemptOfASessionKeepsItsIdInAStoreThatWasEmptiedMeanwhile() {
		WestmoonAuthClient client = open();
		List<String> confirmed = new ArrayList<>();
		this.forgetful.onWrite = (attempt, write) -> {
			if (attempt.state() == AttemptState.CONFIRMED) {
				confirmed.add(attempt.id());
				if (confirmed.size() == 1) {
					this.forgetful.goBack(null, null);
				}
			}
			return write;
		};
		loggedIn(client);
		assertThat(confirmed).hasSize(2).containsOnly(confirmed.get(0));
	}

	@Test
	void aSessionThatCouldNotBeStoredIsWrittenIntoAStoreThatWasEmptiedMeanwhile() {
		WestmoonAuthClient client = open();
		this.forgetful.onWrite = (attempt, write) -> (attempt.state() == AttemptState.CONFIRMED)
				? Mono.error(FaultyStore.full()) : write;
		this.forgetful.onSave = (save) -> Mono.error(FaultyStore.full());
		call(client.login());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.plusSeconds(5));
		this.forgetful.goBack(null, null);
		this.forgetful.onWrite = (attempt, write) -> write;
		this.forgetful.onSave = (save) -> save;
		this.time.pass(Duration.ofMinutes(3));
		assertThat(sessionThere()).isNotNull().isEqualTo(client.currentSession());
	}

	@Test
	void whoIsPinnedStaysSoIfTheStoreIsEmptiedWhileAStrangerScans() {
		WestmoonAuthClient client = open();
		loggedIn(client);
		PendingCall<WestmoonSession> login = call(client.login());
		AtomicBoolean first = new AtomicBoolean(true);
		this.forgetful.onWrite = (attempt, write) -> {
			if (attempt.state() == AttemptState.CONFIRMED && first.getAndSet(false)) {
				this.forgetful.goBack(null, null);
			}
			return write;
		};
		this.platform.confirmAs("stranger");
		this.time.advance(INTERVAL);
		this.time.pass(Duration.ofSeconds(2));
		assertThat(sessionThere()).isNull();
		assertThat(login.pending()).isTrue();
		assertThat(attemptThere().failure()).isEqualTo(new LoginFailure(LoginFailure.Kind.WRONG_USER));
	}

	@Test
	void aStepThatALaggingReadingCausesIsNotTakenAgainAtOnce() {
		WestmoonAuthClient client = open();
		this.forgetful.onAttempt = (attempt) -> Mono.empty();
		call(client.session());
		this.time.pass(Duration.ofSeconds(10));
		assertThat(this.forgetful.writes).isLessThan(20);
	}

	@Test
	void aRefusalOnThePhoneIsNotWrittenForEverWhereReadingsLag() {
		WestmoonAuthClient client = open();
		PendingCall<WestmoonSession> call = call(client.session(LONG));
		LoginAttempt shown = attemptThere();
		this.time.pass(Duration.ofSeconds(1));
		call(client.openCode(shown.id()));
		this.forgetful.onAttempt = (attempt) -> Mono.just(shown);
		this.platform.scan(ScanStatus.CANCELED);
		this.time.pass(INTERVAL);
		assertThat(this.forgetful.writes).isLessThan(20);
		this.forgetful.onAttempt = (attempt) -> attempt;
		this.time.pass(INTERVAL.multipliedBy(2));
		assertThat(call.error()).isInstanceOf(LoginCanceledException.class);
	}

	@Test
	void aSessionIsNotWrittenInALoopWhereReadingsLag() {
		WestmoonAuthClient client = open();
		PendingCall<WestmoonSession> call = call(client.session(LONG));
		LoginAttempt shown = attemptThere();
		this.time.pass(Duration.ofSeconds(1));
		call(client.openCode(shown.id()));
		this.forgetful.onAttempt = (attempt) -> Mono.just(shown);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(this.forgetful.writes).isLessThan(20);
		this.forgetful.onAttempt = (attempt) -> attempt;
		this.time.pass(INTERVAL);
		assertThat(sessionThere()).isEqualTo(call.value());
	}

	/**
	 * A write that was refused tells that others have done something, and a reading that
	 * lags does not show what.
	 */
	@Test
	void aSessionIsNotUsedWhileReadingsHideALogout() {
		WestmoonAuthClient client = open();
		PendingCall<WestmoonSession> call = call(client.session(LONG));
		LoginAttempt shown = attemptThere();
		this.forgetful.onAttempt = (attempt) -> Mono.just(shown);
		this.forgetful.goBack(null, LoginAttempt.loggedOut("default", shown, List.of()));
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		this.forgetful.onWrite = (attempt, write) -> Mono.error(FaultyStore.full());
		this.time.pass(Duration.ofSeconds(10));
		assertThat(sessionThere()).isNull();
		assertThat(call.pending()).isTrue();
		this.forgetful.onAttempt = (attempt) -> attempt;
		this.forgetful.onWrite = (attempt, write) -> write;
		this.time.pass(INTERVAL.multipliedBy(2));
		assertThat(sessionThere()).isNull();
		assertThat(call.error()).hasMessageContaining("logged out");
	}

	@Test
	void whoLooksWhileTheLoginIsAcceptedBeginsNoOther() {
		WestmoonAuthClient client = open();
		WestmoonSession session = loggedIn(client);
		LoginAttempt accepted = attemptThere();
		LoginAttempt confirmed = accepted.toBuilder()
			.state(AttemptState.CONFIRMED)
			.confirmed(session)
			.version(accepted.version() - 1)
			.build()
			.watched(this.time.clock().instant().plus(ClientSettings.VIEWER_TTL));
		AtomicInteger readings = new AtomicInteger();
		this.forgetful.onAttempt = (attempt) -> (readings.incrementAndGet() <= 2) ? Mono.just(confirmed) : attempt;
		call(client.openCode(accepted.id()));
		this.time.pass(INTERVAL);
		assertThat(readings).hasValueGreaterThan(2);
		assertThat(attemptThere()).isEqualTo(accepted);
	}

}
