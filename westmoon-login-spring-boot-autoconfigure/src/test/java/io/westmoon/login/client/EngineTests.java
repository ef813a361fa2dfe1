package io.westmoon.login.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginCanceledException;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.LoginRejectedException;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.PlatformBusinessException;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.Renewal;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EngineTests extends EngineFixture {

	@Test
	void callsThatNeedASessionAtTheSameTimeShareOneCode() {
		WestmoonAuthClient client = client();
		List<PendingCall<WestmoonSession>> calls = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			calls.add(call(client.session()));
		}
		assertThat(client.status().waiting()).isEqualTo(50);
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		assertThat(calls).allSatisfy((call) -> assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1"));
		assertThat(this.platform.codes).hasSize(1);
		assertThat(client.status().waiting()).isZero();
	}

	@Test
	void aCallerThatLeavesTakesOnlyItselfAway() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> first = call(client.session());
		PendingCall<WestmoonSession> second = call(client.session());
		first.cancel();
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		assertThat(second.value().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(client.status().waiting()).isZero();
	}

	@Test
	void anAcceptedSessionIsStoredAndItsUserPinned() {
		login(client(), "u1");
		assertThat(stored().user().id()).isEqualTo("u1");
		assertThat(attempt().state()).isEqualTo(AttemptState.ACCEPTED);
		assertThat(attempt().pinnedUserId()).isEqualTo("u1");
		assertThat(attempt().confirmed()).isNull();
	}

	@Test
	void aStoredSessionIsUsedWithoutAskingAnybody() {
		save(this.platform.issue("t1", "u1"));
		assertThat(call(client().session()).value().accessToken()).isEqualTo("t1");
		assertThat(this.platform.checks).hasValue(0);
		assertThat(this.platform.codes).isEmpty();
	}

	@Test
	void aSessionThatTheClockCallsExpiredIsCheckedAndKeptIfThePlatformLikesIt() {
		save(this.platform.issue("t1", "u1"));
		this.time.advance(Duration.ofDays(8));
		WestmoonAuthClient client = client();
		assertThat(call(client.session()).value().accessToken()).isEqualTo("t1");
		assertThat(call(client.session()).value().accessToken()).isEqualTo("t1");
		assertThat(this.platform.checks).hasValue(1);
		assertThat(this.platform.codes).isEmpty();
	}

	@Test
	void anExpiredSessionThatThePlatformRejectsIsReplaced() {
		save(this.platform.issue("t1", "u1"));
		this.time.advance(Duration.ofDays(8));
		this.platform.revokeAll();
		PendingCall<WestmoonSession> call = call(client().session());
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void nothingIsLostWhenTheUserCannotBeAskedAfterTheConfirmation() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session());
		this.platform.checkFailure = new PlatformStatusException("the user", 500, null);
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(stored().user()).isNull();
		this.platform.checkFailure = null;
		assertThat(call(client.check()).value().verdict()).isEqualTo(Verdict.VALID);
		assertThat(stored().user().id()).isEqualTo("u1");
		assertThat(attempt().pinnedUserId()).isEqualTo("u1");
	}

	@Test
	void aPinnedAccountWaitsUntilTheUserCanBeAskedAndSurvivesARestart() {
		WestmoonAuthClient first = client();
		login(first, "u1");
		PendingCall<WestmoonSession> call = call(first.login());
		this.platform.checkFailure = new PlatformStatusException("the user", 500, null);
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		assertThat(call.pending()).isTrue();
		assertThat(attempt().state()).isEqualTo(AttemptState.CONFIRMED);
		first.close();
		this.platform.checkFailure = null;
		assertThat(call(client().awaitLogin()).value().accessToken()).isEqualTo("token-of-scan-2");
	}

	@Test
	void aUserWithoutAnIdIsAskedForAgainWhereOneIsExpected() {
		PendingCall<WestmoonSession> call = call(
				client(DefaultWestmoonAuthClient.builder().expectedUserId("u1")).session());
		this.platform.namesUsers = false;
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		assertThat(call.pending()).isTrue();
		assertThat(attempt().state()).isEqualTo(AttemptState.CONFIRMED);
		this.platform.namesUsers = true;
		this.time.advance(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void aStrangersLoginIsNotAcceptedAndTheLoginGoesOn() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().expectedUserId("u1"));
		PendingCall<WestmoonSession> call = call(client.session());
		this.platform.confirmAs("stranger");
		this.time.advance(INTERVAL);
		assertThat(call.pending()).isTrue();
		assertThat(this.store.load().block(Duration.ZERO.plusSeconds(1))).isNull();
		assertThat(this.events).hasAtLeastOneElementOfType(LoginEvent.WrongUser.class);
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-2");
	}

	@Test
	void theUserOfTheFirstLoginIsPinnedUntilLogout() {
		WestmoonAuthClient client = client();
		login(client, "u1");
		PendingCall<WestmoonSession> call = call(client.login());
		this.platform.confirmAs("u2");
		this.time.advance(INTERVAL);
		assertThat(call.pending()).isTrue();
		assertThat(stored().accessToken()).isEqualTo("token-of-scan-1");
		call(client.logout()).completed();
		assertThat(call.error()).hasMessageContaining("logged out");
		login(client, "u2");
		assertThat(stored().user().id()).isEqualTo("u2");
	}

	@Test
	void aFreshSessionThatIsRejectedEndsInTheLongCoolDown() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session());
		this.platform.confirmButReject();
		this.time.advance(INTERVAL);
		assertThat(call.error()).isInstanceOf(LoginRequiredException.class).hasMessageContaining("just given");
		assertThat(attempt().failure().kind()).isEqualTo(LoginFailure.Kind.SESSION_REJECTED);
		assertThat(attempt().coolDownUntil()).isEqualTo(this.time.now().plus(Duration.ofMinutes(1)));
		assertThat(call(client.session()).error()).isInstanceOf(LoginRequiredException.class);
		assertThat(this.platform.codes).hasSize(1);
	}

	@Test
	void aPersonWhoRefusesOrCancelsEndsTheAttemptWithAnErrorOfItsOwn() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> rejected = call(client.session());
		this.platform.scan(ScanStatus.REJECTED);
		this.time.advance(INTERVAL);
		assertThat(rejected.error()).isInstanceOf(LoginRejectedException.class);
		PendingCall<WestmoonSession> canceled = call(client.login());
		this.platform.scan(ScanStatus.CANCELED);
		this.time.advance(INTERVAL);
		assertThat(canceled.error()).isInstanceOf(LoginCanceledException.class);
	}

	@Test
	void everyProcessKnowsWhenAnAttemptEnded() {
		WestmoonAuthClient client = client();
		call(client.login());
		assertThat(client.status().attempt().endedAt()).isNull();
		this.platform.scan(ScanStatus.REJECTED);
		this.time.advance(INTERVAL);
		Instant refused = client.status().attempt().endedAt();
		assertThat(refused).isEqualTo(this.time.clock().instant());
		this.time.pass(Duration.ofSeconds(2));
		assertThat(client().status().attempt().endedAt()).as("in the next process").isEqualTo(refused);
		PendingCall<WestmoonSession> login = call(client.login());
		assertThat(client.status().attempt().endedAt()).isNull();
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(login.value()).isNotNull();
		assertThat(client.status().attempt().endedAt()).isAfter(refused);
	}

	@Test
	void anAttemptShowsAsManyCodesAsAllowedAndThenLeavesPeopleInPeace() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().waitTimeout(Duration.ofHours(1)));
		PendingCall<WestmoonSession> call = call(client.session());
		this.time.pass(Duration.ofSeconds(3 * 300 + 30));
		assertThat(call.error()).hasMessageContaining("nobody scanned");
		assertThat(this.platform.codes).hasSize(3);
		assertThat(call(client.session()).error()).hasMessageContaining("nobody scanned");
		this.time.pass(Duration.ofMinutes(1));
		call(client.session());
		assertThat(this.platform.codes).hasSize(4);
	}

	@Test
	void whoeverAsksForALoginGetsAllItsCodes() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().maxCodes(2));
		PendingCall<WestmoonSession> waiting = call(client.session(LONG));
		this.time.pass(LoginQrCode.DEFAULT_LIFE.plusSeconds(10));
		assertThat(this.platform.codes).hasSize(2);
		PendingCall<WestmoonSession> asking = call(client.login());
		this.time.pass(LoginQrCode.DEFAULT_LIFE.plusSeconds(10));
		assertThat(this.platform.codes).hasSize(3);
		assertThat(waiting.pending()).isTrue();
		assertThat(asking.pending()).isTrue();
	}

	@Test
	void aScannedCodeIsNotReplacedAtItsEnd() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().waitTimeout(Duration.ofHours(1)));
		PendingCall<WestmoonSession> call = call(client.session());
		this.platform.scan(ScanStatus.SCANNED);
		this.time.pass(Duration.ofSeconds(310));
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void aConfirmationInTheLastSecondIsNotMissed() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().waitTimeout(Duration.ofHours(1)));
		PendingCall<WestmoonSession> call = call(client.session());
		this.time.pass(Duration.ofSeconds(299));
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void faultsWhilePollingDoNotEndTheLogin() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session());
		this.platform.pollFailure = new PlatformStatusException("the code", 500, null);
		this.time.pass(Duration.ofSeconds(60));
		assertThat(this.platform.polls).hasSizeBetween(4, 8);
		this.platform.pollFailure = null;
		this.platform.confirmAs("u1");
		this.time.pass(Duration.ofSeconds(15));
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void aPlatformThatGivesNoCodeIsLeftInPeaceForLongerAndLonger() {
		WestmoonAuthClient client = client();
		this.platform.codeFailure = new PlatformBusinessException("a login code", "500", "维护中");
		assertThat(call(client.session()).error()).hasMessageContaining("维护中");
		assertThat(attempt().coolDownUntil()).isEqualTo(this.time.now().plusSeconds(5));
		this.time.advance(Duration.ofSeconds(5));
		assertThat(call(client.session()).error()).hasMessageContaining("维护中");
		assertThat(attempt().coolDownUntil()).isEqualTo(this.time.now().plusSeconds(10));
		this.platform.codeFailure = null;
		login(client, "u1");
	}

	@Test
	void aWaitEndsWhileTheLoginGoesOn() {
		WestmoonAuthClient client = client();
		assertThat(call(client.session(Duration.ZERO)).error()).isInstanceOf(LoginRequiredException.class);
		PendingCall<WestmoonSession> call = call(client.session(Duration.ofSeconds(10)));
		this.time.advance(Duration.ofSeconds(10));
		assertThat(call.error()).isInstanceOf(LoginRequiredException.class)
			.hasMessageContaining("a code waits to be scanned")
			.hasMessageNotContaining("scan-1");
		this.platform.confirmAs("u1");
		this.time.advance(INTERVAL);
		assertThat(call(client.session()).value()).isNotNull();
		assertThat(this.platform.codes).hasSize(1);
	}

	@Test
	void callsBeyondTheLimitFailAtOnce() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().maxWaiting(2));
		call(client.session());
		call(client.session());
		assertThat(call(client.session()).error()).hasMessageContaining("more than 2 calls");
	}

	@Test
	void withReloginSwitchedOffACallFailsAtOnceAndA401GoesToTheCaller() {
		save(this.platform.issue("t1", "u1"));
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().relogin(false));
		WestmoonSession session = call(client.session()).value();
		this.platform.revokeAll();
		assertThat(call(client.renew(session, null)).value()).isInstanceOf(Renewal.NotRenewed.class);
		assertThat(call(client.session()).error()).hasMessageContaining("westmoon.login.relogin.enabled");
		assertThat(this.platform.codes).isEmpty();
		login(client, "u1");
	}

	@Test
	void afterLogoutNobodyIsAskedUntilSomebodyLogsIn() {
		WestmoonAuthClient client = client();
		login(client, "u1");
		call(client.logout()).completed();
		assertThat(this.store.load().block(Duration.ofSeconds(1))).isNull();
		assertThat(call(client.session()).error()).hasMessageContaining("logged out");
		assertThat(call(client().session()).error()).hasMessageContaining("logged out");
		assertThat(this.platform.codes).hasSize(1);
		login(client, "u1");
		assertThat(call(client.session()).value().accessToken()).isEqualTo("token-of-scan-2");
	}

	@Test
	void twoProcessesShareOneCodeAndTheSecondGoesOnWhenTheFirstStops() {
		WestmoonAuthClient first = client();
		WestmoonAuthClient second = client();
		PendingCall<WestmoonSession> firstCall = call(first.session());
		PendingCall<WestmoonSession> secondCall = call(second.session());
		assertThat(this.platform.codes).hasSize(1);
		first.close();
		assertThat(firstCall.error()).hasMessageContaining("shuts down");
		this.platform.confirmAs("u1");
		this.time.pass(Duration.ofSeconds(10));
		assertThat(secondCall.value().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(this.platform.codes).hasSize(1);
	}

	@Test
	void aSessionThatAppearsInTheStoreEndsTheWait() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session());
		save(this.platform.issue("t-tool", "u1"));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(call.value().accessToken()).isEqualTo("t-tool");
		assertThat(attempt().isLive()).isFalse();
	}

	@Test
	void startLoginReturnsTheLivingCodeAndNeverASecondOne() {
		WestmoonAuthClient client = client();
		assertThat(call(client.startLogin()).value().scanToken()).isEqualTo("scan-1");
		assertThat(call(client.startLogin()).value().scanToken()).isEqualTo("scan-1");
		assertThat(call(client().startLogin()).value().scanToken()).isEqualTo("scan-1");
		client.close();
		assertThat(attempt().state()).isEqualTo(AttemptState.SHOWN);
		this.events.clear();
		WestmoonAuthClient next = client();
		PendingCall<WestmoonSession> call = call(next.awaitLogin());
		assertThat(this.events).as("what the next process tells")
			.hasExactlyElementsOfTypes(LoginEvent.CodeIssued.class);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void awaitLoginFailsWhenNothingIsPending() {
		assertThat(call(client().awaitLogin()).error()).hasMessageContaining("no login is pending");
	}

	@Test
	void awaitLoginFinishesACodeOfWhichOnlyTheScanTokenIsKnown() {
		this.platform.codes.add("scan-of-the-tool");
		PendingCall<WestmoonSession> call = call(client().awaitLogin("scan-of-the-tool"));
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-of-the-tool");
	}

	@Test
	void namingTheCodeThatIsShownJoinsItsAttempt() {
		WestmoonAuthClient client = client();
		call(client.session());
		String id = attempt().id();
		PendingCall<WestmoonSession> call = call(client.awaitLogin("scan-1"));
		assertThat(attempt().id()).isEqualTo(id);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void aScannedCodeIsNotLeftForAnotherOne() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> session = call(client.session());
		this.platform.scan(ScanStatus.SCANNED);
		this.time.pass(INTERVAL);
		assertThat(call(client.awaitLogin("theirs")).error()).hasMessageContaining("waits to be confirmed");
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(session.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void aPlatformsRejectionIsToldOnce() {
		save(this.platform.issue("t1", "u1"));
		WestmoonAuthClient client = client();
		call(client.check());
		this.platform.revokeAll();
		call(client.check());
		call(client.check());
		assertThat(this.events).hasExactlyElementsOfTypes(LoginEvent.SessionRejected.class);
	}

	@Test
	void loginReplacesASessionThatAWrongClockDatedInTheFuture() {
		WestmoonSession future = this.platform.issue("t1", "u1").withCreatedAt(this.time.now().plusSeconds(86400));
		save(future);
		login(client(), "u1");
		assertThat(stored().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void nothingThatIsShownCarriesASecret() {
		WestmoonAuthClient client = client();
		PendingCall<LoginQrCode> code = call(client.startLogin());
		assertThat(code.value().toString() + attempt() + client.status() + this.events).doesNotContain("scan-1");
		login(client, "u1");
		assertThat(stored().toString() + attempt() + client.status() + this.events).doesNotContain("token-of");
	}

	@Test
	void everyoneHearsTheStoryOfALogin() {
		List<LoginEvent> heard = new ArrayList<>();
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().account("shop").listener(heard::add));
		call(client.session(LONG));
		this.platform.scan(ScanStatus.SCANNED);
		this.time.pass(INTERVAL);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		call(client.logout()).completed();
		assertThat(heard).extracting((event) -> event.getClass().getSimpleName())
			.containsExactly("LoginRequired", "CodeIssued", "Scanned", "LoggedIn", "LoggedOut");
		assertThat(heard).extracting(LoginEvent::account).containsOnly("shop");
		assertThat(this.events).isEqualTo(heard);
	}

	@Test
	void aSessionThatAToolBringsIsToldOf() {
		client();
		save(this.platform.issue("t-tool", "u1"));
		this.time.pass(Duration.ofSeconds(2));
		assertThat(this.events).singleElement().isInstanceOf(LoginEvent.LoggedIn.class);
	}

	@Test
	void whoeverFailsHearsForWhichAccountAndUntilWhen() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().account("shop"));
		PendingCall<WestmoonSession> call = call(client.session(LONG));
		this.platform.scan(ScanStatus.REJECTED);
		this.time.pass(INTERVAL);
		assertThat(call.error()).isInstanceOfSatisfying(LoginRequiredException.class, (error) -> {
			assertThat(error.account()).isEqualTo("shop");
			assertThat(error.until()).isEqualTo(attempt().coolDownUntil());
			assertThat(error).hasMessageContaining("'shop'");
		});
	}

	private void login(WestmoonAuthClient client, String user) {
		PendingCall<WestmoonSession> call = call(client.login());
		this.platform.confirmAs(user);
		this.time.advance(INTERVAL);
		assertThat(call.value()).isNotNull();
	}

}
