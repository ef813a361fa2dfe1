package io.westmoon.login.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.Renewal;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.store.InMemorySessionStore;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a process leaves that is killed in the middle, and what becomes of a login whose
 * store fails.
 */
class CrashTests extends EngineFixture {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	@Test
	void loginAsksForACodeAfterACrashBetweenTheSessionAndTheEndOfItsAttempt() {
		WestmoonSession session = crashBeforeTheEnd();
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> login = call(client.login());
		this.time.pass(INTERVAL);
		assertThat(this.platform.codes).hasSize(1);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(login.value()).isNotEqualTo(session);
	}

	@Test
	void startLoginGivesACodeAfterACrashBetweenTheSessionAndTheEndOfItsAttempt() {
		crashBeforeTheEnd();
		assertThat(call(client().startLogin()).value().scanToken()).isEqualTo("scan-1");
	}

	@Test
	void anAttemptWhoseSessionIsStoredIsFinishedByTheNextProcess() {
		crashBeforeTheEnd();
		client();
		this.time.pass(Duration.ofSeconds(10));
		assertThat(attempt().state()).isEqualTo(AttemptState.ACCEPTED);
	}

	@Test
	void aCrashBetweenTheSessionAndTheEndOfItsAttemptDoesNotLoseThePin() {
		WestmoonSession session = crashBeforeTheEnd();
		WestmoonAuthClient client = client();
		call(client.check());
		this.platform.revokeAll();
		PendingCall<Renewal> renewal = call(client.renew(session, LONG));
		this.platform.confirmAs("stranger");
		this.time.pass(INTERVAL);
		assertThat(renewal.pending()).as("a stranger is not let in").isTrue();
	}

	@Test
	void startLoginDoesNotWaitForACodeOfAnAttemptThatWasReplaced() {
		crashBeforeTheEnd();
		WestmoonAuthClient client = client();
		this.platform.revokeAll();
		assertThat(call(client.check()).value().verdict()).isEqualTo(Verdict.REJECTED);
		PendingCall<LoginQrCode> code = call(client.startLogin());
		this.time.pass(Duration.ofSeconds(30));
		assertThat(this.platform.codes).as("a code is shown").hasSize(1);
		assertThat(code.value().scanToken()).isEqualTo("scan-1");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aCrashAtAnyWriteLeavesWhatTheNextProcessFinishes(boolean afterTheWrite) {
		SoftAssertions softly = new SoftAssertions();
		for (int crashAt = 1; crashAt <= 5; crashAt++) {
			InMemorySessionStore disk = new InMemorySessionStore();
			this.platform = new ScriptedPlatform(this.time.clock());
			CrashingStore crashing = new CrashingStore(disk, crashAt, afterTheWrite);
			call(this.time.use(DefaultWestmoonAuthClient.builder())
				.platform(this.platform)
				.store(crashing.proxy())
				.build()
				.session(LONG));
			confirmLastCode();
			PendingCall<WestmoonSession> call = call(client(DefaultWestmoonAuthClient.builder(), disk).session(LONG));
			confirmLastCode();
			String when = "crash " + (afterTheWrite ? "after " : "before ") + crashing.write;
			softly.assertThat(call.pending()).as(when).isFalse();
			softly.assertThat(disk.attempt().block(TIMEOUT).state()).as(when).isEqualTo(AttemptState.ACCEPTED);
			softly.assertThat(disk.attempt().block(TIMEOUT).pinnedUserId()).as(when).isEqualTo("u1");
		}
		softly.assertAll();
	}

	@Test
	void aLoginSurvivesThatAnyCallOfTheStoreFails() {
		SoftAssertions softly = new SoftAssertions();
		for (int failAt = 3; failAt <= 40; failAt++) {
			for (int times : new int[] { 1, 3 }) {
				InMemorySessionStore disk = new InMemorySessionStore();
				this.platform = new ScriptedPlatform(this.time.clock());
				FailingStore failing = new FailingStore(disk, failAt, times);
				WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder(), failing.proxy());
				PendingCall<WestmoonSession> call = call(client.session(LONG));
				confirmLastCode();
				this.time.pass(Duration.ofSeconds(90));
				String when = "calls from " + failAt + " " + failing.failed;
				softly.assertThat(call.pending()).as(when).isFalse();
				softly.assertThat(disk.load().block(TIMEOUT)).as(when).isNotNull();
				softly.assertThat(disk.attempt().block(TIMEOUT).state()).as(when).isEqualTo(AttemptState.ACCEPTED);
				softly.assertThat(this.platform.codes).as(when).hasSize(1);
				softly.assertThat(disk.tryLease().block(TIMEOUT)).as("the lease after " + when).isNotNull();
			}
		}
		softly.assertAll();
	}

	private void confirmLastCode() {
		this.time.pass(Duration.ofSeconds(12));
		if (!this.platform.codes.isEmpty()) {
			this.platform.confirmAs("u1");
		}
		this.time.pass(Duration.ofSeconds(12));
	}

	/**
	 * What is left when a process is killed after it stored the session of the first
	 * login and before it wrote that the attempt is over.
	 */
	private WestmoonSession crashBeforeTheEnd() {
		WestmoonSession session = this.platform.issue("t1", "u1");
		LoginAttempt needed = LoginAttempt.begin("default", null);
		LoginQrCode code = LoginQrCode.withoutImage("scan-0", this.time.now(), INTERVAL);
		List.of(needed, needed.shown(code), needed.shown(code).confirmed(session))
			.forEach((next) -> assertThat(this.store.compareAndSet(next).block(TIMEOUT)).isTrue());
		save(session.withUser(WestmoonUser.of(Map.of("id", "u1"))));
		return session;
	}

}
