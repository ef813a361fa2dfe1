package io.westmoon.login.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.support.WeeklyHours;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Hooks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of an attempt: codes, cool-downs, clocks and the end of the process.
 */
@ExtendWith(OutputCaptureExtension.class)
class AttemptRulesTests extends EngineFixture {

	@Test
	void aCodeThatSomebodyScannedDoesNotCount() {
		PendingCall<WestmoonSession> call = call(client().session(LONG));
		for (int i = 0; i < 5; i++) {
			this.platform.scan(ScanStatus.SCANNED);
			this.time.pass(INTERVAL);
			this.platform.scan(ScanStatus.EXPIRED);
			this.time.pass(INTERVAL);
		}
		assertThat(call.pending()).isTrue();
		assertThat(this.platform.codes).hasSize(6);
		this.time.pass(Duration.ofSeconds(3 * 300 + 30));
		assertThat(call.error()).hasMessageContaining("nobody scanned");
		assertThat(this.platform.codes).hasSize(8);
	}

	@Test
	void withOneCodeOnlyItsEndEndsALoginThatSomebodyStarted() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().maxCodes(1));
		call(client.startLogin());
		PendingCall<WestmoonSession> call = call(client.awaitLogin());
		this.platform.scan(ScanStatus.EXPIRED);
		this.time.pass(INTERVAL);
		assertThat(call.error()).hasMessageContaining("nobody scanned");
		assertThat(this.platform.codes).hasSize(1);
	}

	@Test
	void strangersDoNotUseUpTheCodes() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().expectedUserId("u1"));
		PendingCall<WestmoonSession> call = call(client.session(LONG));
		for (int i = 0; i < 5; i++) {
			this.platform.confirmAs("stranger");
			this.time.pass(INTERVAL);
		}
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-6");
	}

	@Test
	void processesDoNotTakeTurnsAtAPlatformThatIsDown() {
		this.platform.codeFailure = new PlatformStatusException("a login code", 503, null);
		assertThat(call(client().session()).error()).hasMessageContaining("503");
		for (int i = 0; i < 5; i++) {
			assertThat(call(client().session()).error()).hasMessageContaining("The next code is asked for after");
		}
		assertThat(this.platform.codeRequests).isOne();
	}

	@Test
	void processesDoNotTakeTurnsAtPeopleWhoDoNotCome() {
		call(client().session(LONG));
		this.time.pass(Duration.ofSeconds(3 * 300 + 30));
		assertThat(call(client().session()).error()).hasMessageContaining("nobody scanned");
		assertThat(this.platform.codes).hasSize(3);
	}

	@Test
	void whoeverDoesNotWaitHearsOfACoolDownAndNoErrorIsDropped() {
		List<Throwable> dropped = new ArrayList<>();
		Thread own = Thread.currentThread();
		Hooks.onErrorDropped((error) -> {
			if (Thread.currentThread() == own) {
				dropped.add(error);
			}
		});
		try {
			WestmoonAuthClient client = client();
			this.platform.codeFailure = new PlatformStatusException("a login code", 503, null);
			for (int i = 0; i < 3; i++) {
				assertThat(call(client.session(Duration.ZERO)).error())
					.hasMessageContaining("The next code is asked for after");
			}
			assertThat(dropped).isEmpty();
		}
		finally {
			Hooks.resetOnErrorDropped();
		}
	}

	@Test
	void loginEndsAWaitForThePlatform() {
		WestmoonAuthClient client = client();
		this.platform.codeFailure = new PlatformStatusException("a login code", 503, null);
		call(client.session()).error();
		String id = attempt().id();
		this.platform.codeFailure = null;
		PendingCall<WestmoonSession> login = call(client.login());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(login.value()).isNotNull();
		assertThat(attempt().id()).as("the attempt").isEqualTo(id);
	}

	@Test
	void aSessionThatAppearsEndsACoolDown() {
		WestmoonAuthClient client = client();
		call(client.session());
		this.platform.scan(ScanStatus.REJECTED);
		this.time.pass(INTERVAL);
		assertThat(attempt().coolDownUntil()).isNotNull();
		WestmoonSession appeared = this.platform.issue("t1", "u1");
		this.store.save(appeared).block(Duration.ofSeconds(1));
		this.time.pass(Duration.ofSeconds(1));
		assertThat(attempt().state()).isEqualTo(AttemptState.ACCEPTED);
		this.platform.revokeAll();
		call(client.renew(appeared, null));
		assertThat(this.platform.codes).hasSize(2);
	}

	@Test
	void aSessionThatIsThereAlreadyDoesNotEndTheCoolDownOfALoginThatWasRefused() {
		this.store.save(this.platform.issue("t1", "u1")).block(Duration.ofSeconds(1));
		WestmoonAuthClient client = client();
		call(client.login());
		this.platform.scan(ScanStatus.REJECTED);
		this.time.pass(Duration.ofSeconds(20));
		assertThat(attempt().state()).isEqualTo(AttemptState.FAILED);
		assertThat(attempt().failure().kind()).isEqualTo(LoginFailure.Kind.REJECTED);
	}

	@Test
	void givingUpAndBeingRefusedAreToldApart() {
		WestmoonAuthClient client = client();
		List<LoginEvent> events = new ArrayList<>();
		client.events().subscribe(events::add);
		call(client.session(LONG));
		this.time.pass(Duration.ofSeconds(3 * 300 + 30));
		assertThat(events).last().isInstanceOf(LoginEvent.Abandoned.class);
		call(client.login());
		this.platform.scan(ScanStatus.REJECTED);
		this.time.pass(INTERVAL);
		assertThat(events).last().isInstanceOf(LoginEvent.Failed.class);
	}

	@Test
	void peopleHearOnceThatTheSessionEndsSoon() {
		WestmoonSession session = this.platform.issue("t1", "u1");
		this.store.save(session).block(Duration.ofSeconds(1));
		WestmoonAuthClient client = client(
				DefaultWestmoonAuthClient.builder().renewal(Duration.ofDays(1), Duration.ZERO, WeeklyHours.always()));
		List<LoginEvent> events = new ArrayList<>();
		client.events().subscribe(events::add);
		this.time.advance(Duration.ofDays(6).minusMinutes(1));
		assertThat(events).isEmpty();
		this.time.advance(Duration.ofDays(3));
		assertThat(events).singleElement().isInstanceOfSatisfying(LoginEvent.Expiring.class, (event) -> {
			assertThat(event.at()).isEqualTo(VirtualTime.START.plus(Duration.ofDays(6)));
			assertThat(event.expiresAt()).isEqualTo(session.expiresAt());
		});
	}

	@Test
	void withoutANoticeNobodyHearsThatTheSessionEndsSoon() {
		this.store.save(this.platform.issue("t1", "u1")).block(Duration.ofSeconds(1));
		WestmoonAuthClient client = client(
				DefaultWestmoonAuthClient.builder().renewal(Duration.ZERO, Duration.ZERO, WeeklyHours.always()));
		List<LoginEvent> events = new ArrayList<>();
		client.events().subscribe(events::add);
		this.time.advance(Duration.ofDays(8));
		assertThat(events).isEmpty();
	}

	@Test
	void aCodeEndsInTimeAlsoWhenTheClockIsSetBack() {
		call(client().session(LONG));
		this.time.moveClock(Duration.ofDays(-1));
		this.time.pass(Duration.ofSeconds(310));
		assertThat(this.platform.codes).hasSize(2);
	}

	@Test
	void aScannedCodeEndsInTimeAlsoWhenTheClockIsSetBack() {
		call(client().session(LONG));
		this.platform.scan(ScanStatus.SCANNED);
		this.time.pass(INTERVAL);
		this.time.moveClock(Duration.ofDays(-1));
		this.time.pass(Duration.ofSeconds(560));
		assertThat(this.platform.codes).hasSize(1);
		this.time.pass(Duration.ofSeconds(60));
		assertThat(this.platform.codes).hasSize(2);
	}

	@Test
	void aCoolDownEndsAlsoWhenTheClockIsSetBack() {
		WestmoonAuthClient client = client();
		call(client.session(LONG));
		this.platform.scan(ScanStatus.REJECTED);
		this.time.pass(INTERVAL);
		this.time.moveClock(Duration.ofDays(-400));
		assertThat(call(client.session(LONG)).pending()).isTrue();
		assertThat(this.platform.codes).hasSize(2);
	}

	@Test
	void nobodyCountsAsLookingForEverWhenTheClockIsSetBack() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().maxCodes(1));
		PendingCall<WestmoonSession> call = call(client.session(LONG));
		call(client.openCode(attempt().id())).value();
		this.time.moveClock(Duration.ofDays(-400));
		this.time.pass(Duration.ofMinutes(11));
		assertThat(call.error()).isInstanceOf(LoginRequiredException.class);
		assertThat(this.platform.codes).hasSizeLessThan(3);
	}

	@Test
	void aMachineThatSleptAsksOnceMoreBeforeItGivesTheCodeUp() {
		PendingCall<WestmoonSession> call = call(client().session(LONG));
		this.time.pass(Duration.ofSeconds(30));
		this.time.moveClock(Duration.ofHours(8));
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void aMachineThatSleptAsksForANewCode() {
		call(client().session(LONG));
		this.time.pass(Duration.ofSeconds(30));
		this.time.moveClock(Duration.ofHours(8));
		int polls = this.platform.polls.size();
		this.time.pass(INTERVAL);
		assertThat(this.platform.polls).hasSize(polls + 1);
		assertThat(this.platform.codes).hasSize(2);
	}

	@Test
	void aCodeThatEndedWhileNoProcessRanIsAskedAboutOnceAndNotAnnounced() {
		WestmoonAuthClient first = client();
		call(first.session(LONG));
		first.close();
		this.time.pass(Duration.ofMinutes(10));
		List<LoginEvent> events = new ArrayList<>();
		WestmoonAuthClient next = client();
		next.events().subscribe(events::add);
		call(next.session(LONG));
		assertThat(this.platform.polls).containsExactly("scan-1");
		assertThat(events).singleElement()
			.isInstanceOfSatisfying(LoginEvent.CodeIssued.class,
					(shown) -> assertThat(shown.expiresAt()).isEqualTo(this.time.now().plusSeconds(300)));
	}

	@Test
	void aClosedClientLeavesThePendingAttemptAndNothingBehind(CapturedOutput output) {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session(LONG));
		this.time.pass(Duration.ofSeconds(12));
		client.close();
		this.time.pass(INTERVAL);
		assertThat(call.error()).hasMessageContaining("finished by whoever needs it next");
		assertThat(attempt().state()).isEqualTo(AttemptState.SHOWN);
		int polls = this.platform.polls.size();
		this.time.pass(Duration.ofMinutes(10));
		assertThat(this.platform.polls).hasSize(polls);
		assertThat(output.getAll()).doesNotContain("ERROR");
	}

}
