package io.westmoon.login.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.ScanStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a login and a logout do where the answer of a write gets lost, or what was written
 * just before.
 */
@Timeout(20)
class LostWritesTests extends EngineFixture {

	private final ForgetfulStore forgetful = new ForgetfulStore();

	private final ClientSettings settings = ClientSettingsFixture.settings(this.time);

	private final AttemptRepository attempts = new AttemptRepository(this.forgetful, this.settings);

	private final SessionRepository sessions = new SessionRepository(this.settings, this.forgetful, this.attempts,
			new LoginEvents(this.settings, this.forgetful));

	private final AtomicBoolean first = new AtomicBoolean(true);

	private boolean saved;

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

	/**
	 * Before the first write of a state, something happens.
	 */
	private void beforeFirst(AttemptState state, Runnable deed) {
		this.first.set(true);
		this.forgetful.onWrite = (attempt, write) -> {
			if (attempt.state() == state && this.first.getAndSet(false)) {
				deed.run();
			}
			return write;
		};
	}

	@Test
	void aWriteOfSomebodyElseIsNotTakenForOneOfTheSameState() {
		Instant later = this.settings.clock().instant().plusSeconds(60);
		this.attempts.write(null, LoginAttempt.begin("default", null)).block(Duration.ofSeconds(1));
		beforeFirst(AttemptState.NEEDED,
				() -> this.forgetful.compareAndSet(attemptThere().noticed(later)).block(Duration.ofSeconds(1)));
		PendingCall<Optional<LoginAttempt>> watching = call(
				this.attempts.update((attempt) -> attempt.watchedUntil() == null ? attempt.watched(later) : null));
		this.time.pass(Duration.ofSeconds(1));
		assertThat(watching.value().orElseThrow().watchedUntil()).isEqualTo(later);
		assertThat(attemptThere().notices()).isOne();
		assertThat(attemptThere().watchedUntil()).isEqualTo(later);
	}

	@Test
	void writesOfOthersAreNotTakenForTheBeginningOfAnAttemptWhereAReadingLagsBehind() {
		LoginAttempt older = LoginAttempt.begin("default", null);
		this.forgetful.goBack(null, LoginAttempt.begin("default", older));
		Instant later = this.settings.clock().instant().plusSeconds(60);
		PendingCall<Optional<LoginAttempt>> watching = call(this.attempts.update((attempt) -> {
			if (this.first.getAndSet(false)) {
				this.forgetful.onAttempt = (stored) -> Mono.just(older);
				this.attempts.read().block(Duration.ofSeconds(1));
				this.forgetful.onAttempt = (stored) -> stored;
				this.forgetful.compareAndSet(attemptThere().noticed(later)).block(Duration.ofSeconds(1));
				this.forgetful.compareAndSet(attemptThere().snoozed(later)).block(Duration.ofSeconds(1));
			}
			return (attempt.watchedUntil() == null) ? attempt.watched(later) : null;
		}));
		this.time.pass(Duration.ofSeconds(1));
		assertThat(watching.value()).isPresent();
		assertThat(attemptThere().watchedUntil()).isEqualTo(later);
	}

	@Test
	void aSessionIsKeptWhereANoticeIsWrittenMeanwhileAndAReadingShowsTheLoginBefore() {
		WestmoonAuthClient client = open();
		WestmoonSession old = loggedIn(client);
		LoginAttempt accepted = attemptThere();
		beforeFirst(AttemptState.CONFIRMED, () -> {
			this.forgetful.compareAndSet(attemptThere().noticed(null)).block(Duration.ofSeconds(1));
			this.forgetful.onAttempt = (attempt) -> Mono.just(accepted);
			beforeFirst(AttemptState.CONFIRMED, () -> this.forgetful.onAttempt = (attempt) -> attempt);
		});
		WestmoonSession session = loggedIn(client);
		assertThat(sessionThere()).isEqualTo(session).isNotEqualTo(old);
	}

	@Test
	void aSessionThatTheStoreLosesBeforeItsAttemptHasEndedIsStoredAgain() {
		WestmoonAuthClient client = open();
		beforeFirst(AttemptState.ACCEPTED, () -> this.forgetful.goBack(null, attemptThere()));
		WestmoonSession session = loggedIn(client);
		assertThat(sessionThere()).isEqualTo(session);
		assertThat(attemptThere().state()).isEqualTo(AttemptState.ACCEPTED);
	}

	@Test
	void aSessionIsKeptWhereTheStoreGoesBackToTheEndOfTheLoginBefore() {
		WestmoonAuthClient client = open();
		WestmoonSession old = loggedIn(client);
		LoginAttempt accepted = attemptThere();
		beforeFirst(AttemptState.CONFIRMED, () -> this.forgetful.goBack(old, accepted));
		WestmoonSession session = loggedIn(client);
		assertThat(sessionThere()).isEqualTo(session).isNotEqualTo(old);
	}

	@Test
	void aSessionIsKeptWhereTheStoreGoesBackToALogoutBeforeTheLogin() {
		WestmoonAuthClient client = open();
		loggedIn(client);
		call(client.logout()).completed();
		LoginAttempt loggedOut = attemptThere();
		beforeFirst(AttemptState.CONFIRMED, () -> this.forgetful.goBack(null, loggedOut));
		WestmoonSession session = loggedIn(client);
		assertThat(sessionThere()).isEqualTo(session);
	}

	@Test
	void aSessionIsNotKeptWhereAnEmptiedStoreShowsALaterLogout() {
		WestmoonAuthClient client = open();
		LoginAttempt later = LoginAttempt.loggedOut("default", LoginAttempt.begin("default", null), List.of());
		beforeFirst(AttemptState.CONFIRMED, () -> this.forgetful.goBack(null, later.toBuilder().version(1).build()));
		PendingCall<WestmoonSession> login = call(client.login());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(login.error()).hasMessageContaining("logged out");
		assertThat(sessionThere()).isNull();
	}

	@Test
	void aSessionIsWrittenAlsoWhereAnotherProcessHasTheLeaseMeanwhile() {
		AtomicBoolean leaseLost = new AtomicBoolean();
		this.forgetful.onLease = (lease) -> lease.map((held) -> new SessionStore.Lease() {

			@Override
			public Mono<Boolean> renew() {
				return Mono.fromSupplier(() -> !leaseLost.get());
			}

			@Override
			public Mono<Void> release() {
				return held.release();
			}

		});
		WestmoonAuthClient client = open();
		call(client.session(LONG));
		LoginAttempt shown = attemptThere();
		this.forgetful.goBack(null, shown.watched(this.time.now()));
		this.forgetful.onAttempt = (attempt) -> Mono.just(shown);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		this.forgetful.onLease = (lease) -> Mono.empty();
		leaseLost.set(true);
		this.forgetful.goBack(null, LoginAttempt.begin("default", null));
		this.forgetful.onAttempt = (attempt) -> attempt;
		this.time.pass(INTERVAL);
		assertThat(attemptThere().confirmed()).isNotNull();
	}

	@Test
	void aCodeThatWasShownThoughTheAnswerGotLostIsNotShownAgain() {
		WestmoonAuthClient client = open();
		List<String> shown = new ArrayList<>();
		this.forgetful.onWrite = (attempt, write) -> {
			if (attempt.state() != AttemptState.SHOWN) {
				return write;
			}
			shown.add(attempt.code().scanToken());
			return (shown.size() == 1) ? write.then(Mono.never()) : write;
		};
		call(client.login());
		this.time.pass(ClientSettings.STORE_DEADLINE.plus(INTERVAL));
		this.platform.scan(ScanStatus.EXPIRED);
		this.time.pass(INTERVAL.multipliedBy(2));
		assertThat(shown).containsExactly("scan-1", "scan-2");
	}

	@Test
	void aCodeThatOneAttemptCouldNotShowIsNotShownByTheNextOne() {
		WestmoonAuthClient client = open();
		beforeFirst(AttemptState.SHOWN, () -> this.forgetful.goBack(null,
				LoginAttempt.begin("default", LoginAttempt.loggedOut("default", attemptThere(), List.of()))));
		call(client.login());
		this.time.pass(INTERVAL);
		assertThat(this.platform.codes).hasSize(2);
		assertThat(attemptThere().code().scanToken()).isEqualTo(this.platform.lastCode());
	}

	/**
	 * The attempt does not tell of the session, so the logout names the attempt only.
	 */
	@Test
	void aSessionThatNobodyHasWrittenYetIsNotStoredAfterALogout() {
		WestmoonAuthClient client = open();
		this.forgetful.onWrite = (attempt, write) -> (attempt.state() == AttemptState.CONFIRMED)
				? Mono.error(FaultyStore.full()) : write;
		this.forgetful.onSave = (save) -> save.doFirst(() -> this.saved = true);
		PendingCall<WestmoonSession> login = call(client.login());
		this.platform.checkHangs = true;
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.plusSeconds(5));
		call(client.logout()).completed();
		call(client.startLogin());
		this.time.pass(Duration.ofMinutes(2));
		assertThat(this.platform.polls).contains("scan-1");
		assertThat(this.saved).isFalse();
		assertThat(client.currentSession()).isNull();
		assertThat(login.pending()).as("another code is there").isTrue();
	}

	/**
	 * The logout knows neither of the session nor of its attempt.
	 */
	@Test
	void aSessionThatALogoutHasOvertakenStaysVoidWhereItIsWrittenLater() {
		List<LoginAttempt> late = new ArrayList<>();
		this.forgetful.onWrite = (attempt, write) -> (attempt.state() == AttemptState.CONFIRMED && late.add(attempt))
				? Mono.error(FaultyStore.full()) : write;
		this.forgetful.onSave = (save) -> Mono.fromSupplier(() -> {
			this.forgetful.goBack(null, LoginAttempt.loggedOut("default", null, List.of()));
			return true;
		});
		PendingCall<WestmoonSession> login = call(open().login());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.plusSeconds(5));
		assertThat(login.error()).hasMessageContaining("logged out");
		this.forgetful.goBack(null, late.get(0));
		this.time.pass(INTERVAL);
		assertThat(attemptThere().state()).isEqualTo(AttemptState.LOGGED_OUT);
	}

	@Test
	void aSessionThatALogoutElsewhereMadeVoidMeanwhileIsNotUsed() {
		WestmoonSession session = this.platform.issue("void", "u1");
		long reading = this.sessions.current().beginReading();
		this.forgetful.goBack(null, LoginAttempt.loggedOut("default", null, List.of(session)));
		this.attempts.read().block(Duration.ofSeconds(1));
		assertThat(this.sessions.take(session, reading, true).block(Duration.ofSeconds(1))).isFalse();
		assertThat(this.sessions.current().get().session()).isNull();
	}

	@Test
	void aSessionThatAnotherProcessLeftBehindAndThatHasDiedSinceIsReplacedByAScan() {
		LoginAttempt confirmed = LoginAttempt.begin("default", null)
			.confirmed(WestmoonSession.received("dead", "", "Bearer", Duration.ofDays(7), this.time.clock()));
		this.forgetful.goBack(null, confirmed);
		WestmoonSession session = loggedIn(open());
		assertThat(session.accessToken()).isNotEqualTo("dead");
	}

	@Test
	void aSessionThatIsBeingStoredDoesNotEndTheLoginAfterALogout() {
		WestmoonAuthClient client = open();
		this.forgetful.onWrite = (attempt, write) -> (attempt.state() == AttemptState.CONFIRMED)
				? Mono.error(FaultyStore.full()) : write;
		this.forgetful.onSave = (save) -> this.first.getAndSet(false) ? Mono.fromSupplier(() -> {
			this.forgetful.goBack(this.platform.issue("token-of-scan-1", "u1"),
					LoginAttempt.begin("default", LoginAttempt.loggedOut("default", attemptThere(), List.of())));
			return true;
		}) : save;
		call(client.login());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.plusSeconds(5));
		assertThat(this.first).isFalse();
		assertThat(sessionThere()).isNull();
		assertThat(attemptThere().state()).isEqualTo(AttemptState.SHOWN);
	}

	@Test
	void aLogoutMakesVoidWhatHasAppearedWhileItWasUnderWay() {
		WestmoonSession session = this.platform.issue("appeared", "u1");
		this.forgetful.onAttempt = (attempt) -> attempt
			.doFirst(() -> this.sessions.current().decide(session, false, this.sessions.current().beginReading()));
		logOut();
		assertThat(attemptThere().voidSessions()).contains(session.fingerprint());
	}

	@Test
	void aLogoutMakesVoidTheAttemptThatTheStoreHasLost() {
		LoginAttempt lost = LoginAttempt.begin("default", null);
		this.forgetful.goBack(null, lost);
		this.attempts.read().block(Duration.ofSeconds(1));
		this.forgetful.goBack(null, null);
		logOut();
		assertThat(attemptThere().voidSessions()).contains(lost.id());
	}

	@Test
	void aLogoutMakesVoidTheAttemptInWhosePlaceTheStoreShowsAnOlderOne() {
		LoginAttempt older = LoginAttempt.begin("default", null);
		LoginAttempt lost = LoginAttempt.begin("default", older);
		this.forgetful.goBack(null, lost);
		this.attempts.read().block(Duration.ofSeconds(1));
		this.forgetful.goBack(null, older);
		logOut();
		assertThat(attemptThere().voidSessions()).contains(older.id(), lost.id());
	}

	@Test
	void aLogoutMakesVoidTheAttemptThatTheStoreLosesWhileItIsUnderWay() {
		LoginAttempt lost = LoginAttempt.begin("default", null);
		this.forgetful.goBack(null, lost);
		this.forgetful.onWrite = (attempt, write) -> Mono.defer(() -> {
			if (this.first.getAndSet(false)) {
				this.forgetful.goBack(null, null);
			}
			return write;
		});
		logOut();
		assertThat(this.first).isFalse();
		assertThat(attemptThere().voidSessions()).contains(lost.id());
	}

	private void logOut() {
		new Logout(this.settings, this.forgetful, this.attempts, this.sessions).run().block(Duration.ofSeconds(1));
	}

	@Test
	void whoeverBeginsAnAttemptTellsOfItThoughTheAnswerGotLostAndOthersHaveGoneOn() {
		WestmoonAuthClient client = open();
		this.forgetful.onWrite = (attempt,
				write) -> (attempt.state() == AttemptState.NEEDED && this.first.getAndSet(false))
						? write.then(this.forgetful.compareAndSet(attempt.watched(this.time.now()))).thenReturn(false)
						: write;
		call(client.startLogin());
		this.time.pass(Duration.ofSeconds(1));
		assertThat(this.events).hasAtLeastOneElementOfType(LoginEvent.LoginRequired.class);
	}

	@Test
	void whoeverWritesTellsOfItThoughNoAnswerCameAtAll() {
		WestmoonAuthClient client = open();
		this.forgetful.onWrite = (attempt, write) -> (attempt.state() == AttemptState.NEEDED)
				? write.then(Mono.error(FaultyStore.full())) : write;
		PendingCall<WestmoonSession> login = call(client.login());
		this.time.pass(Duration.ofSeconds(5));
		assertThat(this.events).hasAtLeastOneElementOfType(LoginEvent.LoginRequired.class);
		assertThat(login.pending()).isTrue();
	}

	@Test
	void aLogoutThatTheStoreHasLostIsWrittenAgainAsSoonAsThatWorks() {
		WestmoonAuthClient client = open();
		WestmoonSession session = loggedIn(client);
		LoginAttempt before = attemptThere();
		call(client.logout()).completed();
		this.forgetful.onWrite = (attempt, write) -> Mono.error(FaultyStore.full());
		this.forgetful.goBack(session, before);
		this.time.pass(Duration.ofSeconds(10));
		this.forgetful.onWrite = (attempt, write) -> write;
		this.time.pass(Duration.ofMinutes(1));
		assertThat(attemptThere().state()).isEqualTo(AttemptState.LOGGED_OUT);
	}

	@Test
	void aChangeIsTriedAgainForSecondsWhereReadingsLag() {
		WestmoonAuthClient client = open();
		call(client.startLogin());
		LoginAttempt shown = attemptThere();
		this.forgetful.goBack(null, shown.watched(this.time.now()));
		this.forgetful.onAttempt = (attempt) -> Mono.just(shown);
		this.forgetful.writes = 0;
		PendingCall<Void> logout = call(client.logout());
		this.time.pass(Duration.ofSeconds(2));
		assertThat(this.forgetful.writes).isLessThan(15);
		this.forgetful.onAttempt = (attempt) -> attempt;
		this.time.pass(Duration.ofSeconds(1));
		logout.completed();
	}

}
