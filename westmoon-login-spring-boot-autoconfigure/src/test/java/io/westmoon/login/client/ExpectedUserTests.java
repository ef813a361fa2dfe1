package io.westmoon.login.client;

import java.time.Duration;
import java.util.Map;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.Renewal;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a user is expected, the platform says whose a stored session is, not whoever
 * wrote it.
 */
class ExpectedUserTests extends EngineFixture {

	@Test
	void aStoredSessionIsVerifiedBeforeItsFirstUseAndNeverAgain() {
		save(this.platform.issue("token", "u1").withUser(user("u1")));
		WestmoonAuthClient client = expecting();
		this.time.pass(Duration.ofSeconds(1));
		assertThat(client.currentSession()).isNull();
		assertThat(this.platform.checks).hasValue(0);
		assertThat(call(client.session()).value().accessToken()).isEqualTo("token");
		assertThat(client.currentSession()).isNotNull();
		assertThat(call(client.session()).value().accessToken()).isEqualTo("token");
		assertThat(this.platform.checks).hasValue(1);
	}

	@Test
	void whereNobodyIsExpectedNothingIsVerified() {
		save(this.platform.issue("token", "stranger"));
		WestmoonAuthClient client = client();
		this.time.pass(Duration.ofSeconds(1));
		assertThat(client.currentSession()).isNotNull();
		assertThat(this.platform.checks).hasValue(0);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "u1", "stranger" })
	void aStrangersSessionIsNotUsedWhateverTheStoreSays(String writtenIn) {
		WestmoonSession session = this.platform.issue("strangers", "stranger");
		save((writtenIn != null) ? session.withUser(user(writtenIn)) : session);
		WestmoonAuthClient client = expecting();
		PendingCall<WestmoonSession> call = call(client.session());
		assertThat(call.pending()).isTrue();
		assertThat(client.currentSession()).isNull();
		assertThat(client.status().session().verdict()).isEqualTo(Verdict.MISSING);
		assertThat(attempt().state()).isEqualTo(AttemptState.SHOWN);
		this.time.pass(INTERVAL);
		assertThat(this.platform.checks).hasValueLessThan(2);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(stored().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void aSessionThatAppearsDuringALoginEndsItOnlyIfItIsTheExpectedUsers() {
		WestmoonAuthClient client = expecting();
		PendingCall<WestmoonSession> call = call(client.session());
		save(this.platform.issue("written-in", "stranger").withUser(user("u1")));
		this.time.pass(INTERVAL);
		assertThat(call.pending()).isTrue();
		save(this.platform.issue("genuine", "u1"));
		this.time.pass(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("genuine");
	}

	@Test
	void aSessionInPlaceOfARefusedOneIsVerifiedToo() {
		WestmoonSession first = this.platform.issue("first", "u1");
		save(first);
		WestmoonAuthClient client = expecting();
		call(client.session());
		this.platform.owners.remove("first");
		save(this.platform.issue("written-in", "stranger").withUser(user("u1")));
		this.time.pass(INTERVAL);
		PendingCall<Renewal> renewal = call(client.renew(first, null));
		assertThat(renewal.pending()).isTrue();
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(((Renewal.Renewed) renewal.value()).session().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void aPlatformThatDoesNotSayWhoseTheSessionIsAsksNobodyToScan() {
		save(this.platform.issue("token", "u1"));
		this.platform.checkFailure = new PlatformStatusException("the user", 500, null);
		WestmoonAuthClient client = expecting();
		assertThat(call(client.session()).error()).isInstanceOf(LoginRequiredException.class)
			.hasMessageContaining("Nobody has to scan");
		assertThat(client.currentSession()).isNull();
		assertThat(this.platform.codes).isEmpty();
		this.platform.checkFailure = null;
		assertThat(call(client.session()).value().accessToken()).isEqualTo("token");
	}

	@Test
	void aCallThatDoesNotWaitGetsNoSessionOfUnknownOwner() {
		save(this.platform.issue("token", "u1").withUser(user("u1")));
		this.platform.checkHangs = true;
		WestmoonAuthClient client = expecting();
		PendingCall<WestmoonSession> call = call(client.session(Duration.ZERO));
		this.time.pass(Duration.ofSeconds(1));
		assertThat(call.error()).isInstanceOf(LoginRequiredException.class).hasMessageContaining("Nobody has to scan");
		this.platform.checkHangs = false;
		this.time.pass(Duration.ofMinutes(1));
		assertThat(call(client.session(Duration.ZERO)).value().accessToken()).isEqualTo("token");
	}

	@Test
	void aPlatformThatNamesNoUserIdDoesNotSayWhoseTheSessionIs() {
		save(this.platform.issue("token", "u1").withUser(user("u1")));
		this.platform.namesUsers = false;
		WestmoonAuthClient client = expecting();
		assertThat(call(client.session()).error()).isInstanceOf(LoginRequiredException.class);
		assertThat(client.currentSession()).isNull();
	}

	@Test
	void aLoginThatEndsWithASessionOfUnknownOwnerGoesOnWhenThePlatformAnswers() {
		WestmoonAuthClient client = expecting();
		PendingCall<WestmoonSession> call = call(client.session());
		this.platform.checkFailure = new PlatformStatusException("the user", 500, null);
		save(this.platform.issue("genuine", "u1"));
		this.time.pass(INTERVAL);
		assertThat(call.pending()).isTrue();
		this.platform.checkFailure = null;
		this.time.pass(INTERVAL.multipliedBy(2));
		assertThat(call.value().accessToken()).isEqualTo("genuine");
	}

	@Test
	void whatItsOwnLoginBroughtIsNotVerifiedTwice() {
		WestmoonAuthClient client = expecting();
		PendingCall<WestmoonSession> call = call(client.session());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call.value()).isEqualTo(client.currentSession());
		assertThat(this.platform.checks).hasValue(1);
	}

	private WestmoonAuthClient expecting() {
		return client(DefaultWestmoonAuthClient.builder().expectedUserId("u1"));
	}

	private static WestmoonUser user(String id) {
		return WestmoonUser.of(Map.of("id", id));
	}

}
