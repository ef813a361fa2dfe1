package io.westmoon.login.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.LoginRejectedException;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.Renewal;
import io.westmoon.login.ScanResult;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a login when its store fails, when others interfere and when
 * subscribers misbehave.
 */
class EngineFaultTests extends EngineFixture {

	private final FaultyStore faulty = new FaultyStore(this.store);

	@Test
	void aConfirmedSessionOutlivesAStoreThatTakesNothingJustThen() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session());
		this.faulty.onWrite = (attempt, write) -> Mono.error(FaultyStore.full());
		this.faulty.onSave = (save) -> Mono.error(FaultyStore.full());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.plusSeconds(3));
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(stored()).isNull();
		assertThat(call(client.session()).value().accessToken()).isEqualTo("token-of-scan-1");
		this.faulty.onWrite = (attempt, write) -> write;
		this.faulty.onSave = (save) -> save;
		this.time.pass(Duration.ofMinutes(2));
		assertThat(stored().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(attempt().state()).as("so that nobody polls the code again").isEqualTo(AttemptState.ACCEPTED);
		assertThat(this.platform.codes).hasSize(1);
	}

	@Test
	void theStatusTellsWhatTheStoreFailsAtUntilItWorksAgain() {
		WestmoonAuthClient client = client();
		assertThat(client.status().storeProblem()).isNull();
		this.faulty.onLoad = (load) -> Mono.error(FaultyStore.full());
		PendingCall<SessionCheck> check = call(client.check());
		this.time.pass(Duration.ofSeconds(5));
		assertThat(check.error()).isInstanceOf(SessionStoreException.class);
		assertThat(client.status().storeProblem()).isEqualTo("The disk is full");
		this.faulty.onLoad = (load) -> load;
		call(client.check()).value();
		assertThat(client.status().storeProblem()).isNull();
	}

	@Test
	void aConfirmationThatCouldNotBeWrittenDownLeavesNoCodeBehind() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session());
		this.faulty.onWrite = (attempt, write) -> (attempt.state() == AttemptState.CONFIRMED)
				? Mono.error(FaultyStore.full()) : write;
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.plusSeconds(3));
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(attempt().state()).isEqualTo(AttemptState.ACCEPTED);
	}

	@Test
	void aConfirmedSessionThatCannotBeWrittenDownIsNotForgottenForACodeThatEndedMeanwhile() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().expectedUserId("u1"));
		PendingCall<WestmoonSession> call = call(client.session());
		this.faulty.onWrite = (attempt, write) -> Mono.error(FaultyStore.full());
		this.platform.checkFailure = new PlatformStatusException("the user", 500, null);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		this.store.compareAndSet(attempt().codeEnded()).block(Duration.ofSeconds(1));
		this.faulty.onWrite = (attempt, write) -> write;
		this.platform.checkFailure = null;
		this.time.pass(Duration.ofSeconds(30));
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(this.platform.codes).hasSize(1);
	}

	@Test
	void aPinnedAccountsConfirmedSessionIsHeldUntilItsUserIsKnown() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().expectedUserId("u1"));
		PendingCall<WestmoonSession> call = call(client.session());
		this.faulty.onWrite = (attempt, write) -> Mono.error(FaultyStore.full());
		this.platform.checkFailure = new PlatformStatusException("the user", 500, null);
		this.platform.confirmAs("u1");
		this.time.pass(Duration.ofSeconds(60));
		assertThat(call.pending()).isTrue();
		this.platform.checkFailure = null;
		this.faulty.onWrite = (attempt, write) -> write;
		this.time.pass(Duration.ofSeconds(120));
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(stored().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void aSessionThatCannotBeStoredIsUsedAndStoredLater() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session());
		this.faulty.onSave = (save) -> Mono.error(FaultyStore.full());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.plusSeconds(3));
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(attempt().state()).as("so that others can finish it").isEqualTo(AttemptState.CONFIRMED);
		this.time.pass(Duration.ofMinutes(1));
		assertThat(call(client.session()).value().accessToken()).isEqualTo("token-of-scan-1");
		this.faulty.onSave = (save) -> save;
		this.time.pass(Duration.ofMinutes(2));
		assertThat(stored().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(attempt().state()).isEqualTo(AttemptState.ACCEPTED);
		assertThat(attempt().pinnedUserId()).isEqualTo("u1");
	}

	@Test
	void aPassingFaultOfTheStoreDoesNotEndTheLogin() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session());
		AtomicInteger faults = new AtomicInteger(5);
		this.faulty.onLoad = (load) -> (faults.decrementAndGet() >= 0) ? Mono.error(FaultyStore.full()) : load;
		this.time.pass(INTERVAL);
		this.platform.confirmAs("u1");
		this.time.pass(Duration.ofSeconds(15));
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void aStoreThatStaysBrokenIsToldToTheCallers() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session());
		this.faulty.onLoad = (load) -> Mono.error(FaultyStore.full());
		this.time.pass(Duration.ofSeconds(60));
		assertThat(call.error()).isInstanceOf(SessionStoreException.class).hasMessageContaining("full");
	}

	@Test
	void aSessionThatIsThereCountsAlsoWhereNothingCanBeWritten() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session());
		this.faulty.onWrite = (attempt, write) -> Mono.error(FaultyStore.full());
		this.store.save(this.platform.issue("t-tool", "u1")).block(Duration.ofSeconds(1));
		this.time.pass(Duration.ofSeconds(5));
		assertThat(call.value().accessToken()).isEqualTo("t-tool");
		assertThat(call(client.session()).value().accessToken()).isEqualTo("t-tool");
	}

	@Test
	void aCodeThatCannotBeWrittenIsNotFollowedByMore() {
		WestmoonAuthClient client = client();
		this.faulty.onWrite = (attempt, write) -> (attempt.state() == AttemptState.SHOWN)
				? Mono.error(FaultyStore.full()) : write;
		for (int i = 0; i < 10; i++) {
			call(client.session());
			this.time.pass(Duration.ofSeconds(2));
		}
		assertThat(this.platform.codes).hasSizeLessThan(3);
	}

	@Test
	void whoeverWaitsWhileAnotherProcessAcceptsGetsItsSession() {
		WestmoonAuthClient first = client();
		WestmoonAuthClient second = client();
		PendingCall<WestmoonSession> one = call(first.session());
		this.faulty.onWrite = (attempt, write) -> (attempt.state() == AttemptState.ACCEPTED)
				? this.time.delay(Duration.ofMillis(30)).then(write) : write;
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		assertThat(stored()).isNotNull();
		assertThat(attempt().state()).isEqualTo(AttemptState.CONFIRMED);
		PendingCall<WestmoonSession> other = call(second.awaitLogin());
		this.time.pass(INTERVAL);
		assertThat(one.value()).isEqualTo(other.value());
		assertThat(this.platform.codes).hasSize(1);
	}

	@Test
	void anAttemptThatNobodyFinishedDoesNotGetInTheWayOfTheNextOne() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session());
		this.faulty.onWrite = (attempt, write) -> (attempt.state() == AttemptState.ACCEPTED) ? Mono.just(false) : write;
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.plusSeconds(5));
		WestmoonSession session = call.value();
		this.faulty.onWrite = (attempt, write) -> write;
		assertThat(attempt().state()).isEqualTo(AttemptState.CONFIRMED);
		this.platform.revokeAll();
		PendingCall<Renewal> renewal = call(client.renew(session, null));
		this.time.pass(Duration.ofSeconds(1));
		assertThat(this.platform.codes).hasSize(2);
		assertThat(renewal.pending()).isTrue();
	}

	@Test
	void aSessionBeatsACodeThatSomebodyElseBringsInBetween() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session());
		AtomicInteger writes = new AtomicInteger();
		this.faulty.onWrite = (attempt,
				write) -> (attempt.state() == AttemptState.CONFIRMED && writes.incrementAndGet() == 1)
						? this.time.delay(Duration.ofMillis(30)).then(write) : write;
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		call(client.awaitLogin("theirs"));
		this.time.pass(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void theEndOfACodeThatWasNamedEndsTheWait() {
		WestmoonAuthClient client = client();
		this.platform.scans.put("theirs", ScanStatus.EXPIRED);
		PendingCall<WestmoonSession> call = call(client.awaitLogin("theirs"));
		this.time.pass(INTERVAL);
		assertThat(call.error()).isInstanceOf(LoginRequiredException.class);
		assertThat(this.platform.codes).isEmpty();
	}

	@Test
	void aScannedCodeIsStillPendingAfterItsLife() {
		WestmoonAuthClient first = client();
		call(first.session());
		this.platform.scan(ScanStatus.SCANNED);
		this.time.pass(Duration.ofSeconds(299));
		first.close();
		this.time.pass(Duration.ofSeconds(10));
		PendingCall<WestmoonSession> call = call(client().awaitLogin());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void aLogoutDuringACheckStaysALogout() {
		this.store.save(this.platform.issue("t1", "u1")).block(Duration.ofSeconds(1));
		WestmoonAuthClient client = client();
		this.faulty.onSave = (save) -> this.time.delay(Duration.ofMillis(20)).then(save);
		call(client.check());
		PendingCall<Void> logout = call(client.logout());
		this.time.pass(INTERVAL);
		logout.completed();
		assertThat(stored()).isNull();
		assertThat(call(client.session()).error()).hasMessageContaining("logged out");
	}

	@Test
	void aReadingThatBeganBeforeALogoutDoesNotUndoIt() {
		this.store.save(this.platform.issue("t1", "u1")).block(Duration.ofSeconds(1));
		WestmoonAuthClient client = client();
		this.faulty.onLoad = (load) -> this.time.delay(Duration.ofMillis(100)).then(load);
		call(client.check());
		this.faulty.onLoad = (load) -> load;
		call(client.logout()).completed();
		this.time.pass(Duration.ofSeconds(1));
		assertThat(call(client.session()).error()).hasMessageContaining("logged out");
	}

	@Test
	void aStrangersSessionThatIsDatedLaterGivesWay() {
		Instant future = this.time.now().plusSeconds(3600);
		this.store
			.save(new WestmoonSession("theirs", "", "Bearer", Duration.ZERO, null, future,
					WestmoonUser.of(Map.of("id", "stranger"))))
			.block(Duration.ofSeconds(1));
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().expectedUserId("u1"));
		PendingCall<WestmoonSession> call = call(client.session());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(stored().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(attempt().pinnedUserId()).isEqualTo("u1");
	}

	@Test
	void anExplicitLoginNeedsNoPlaceAmongTheWaiting() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().maxWaiting(1));
		call(client.session());
		PendingCall<WestmoonSession> login = call(client.login());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(login.value()).isNotNull();
	}

	@Test
	void aRefusedLoginIsNotRepeatedByItself() {
		WestmoonAuthClient client = client(
				DefaultWestmoonAuthClient.builder().coolDown(Duration.ZERO, Duration.ofMinutes(1)));
		PendingCall<WestmoonSession> login = call(client.login());
		this.platform.scan(ScanStatus.REJECTED);
		this.time.pass(INTERVAL);
		assertThat(login.error()).isInstanceOf(LoginRejectedException.class);
		assertThat(this.platform.codes).hasSize(1);
	}

	@Test
	void aPlatformThatAnswersNothingHoldsUpNobodyForEver() {
		WestmoonPlatform silent = new WestmoonPlatform() {

			@Override
			public Mono<LoginQrCode> requestCode() {
				return Mono.empty();
			}

			@Override
			public Mono<ScanResult> poll(String scanToken) {
				return Mono.empty();
			}

			@Override
			public Mono<SessionCheck> check(WestmoonSession session) {
				throw new IllegalStateException("broken");
			}

		};
		WestmoonAuthClient client = this.time.use(DefaultWestmoonAuthClient.builder())
			.platform(silent)
			.store(this.store)
			.build();
		assertThat(call(client.session()).error()).isInstanceOf(LoginRequiredException.class)
			.hasMessageContaining("when asked for a login code: there is no answer at all");
		this.store.save(this.platform.issue("t1", "u1")).block(Duration.ofSeconds(1));
		assertThat(call(client.check()).value().problem()).hasMessageContaining("IllegalStateException");
		assertThat(call(client.check()).value().verdict()).isEqualTo(SessionCheck.Verdict.UNKNOWN);
		client.close();
	}

	@Override
	WestmoonAuthClient client(WestmoonAuthClientBuilder builder) {
		return client(builder, this.faulty);
	}

}
