package io.westmoon.login.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginRejectedException;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.Renewal;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.testsupport.CapturedLog;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What others do in between, and what comes back or comes late.
 */
class InterferenceTests extends EngineFixture {

	private final FaultyStore faulty = new FaultyStore(this.store);

	@Test
	void aVerdictOnOneSessionIsNoneOnAnother() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session());
		AtomicBoolean first = new AtomicBoolean(true);
		this.faulty.onSave = (save) -> {
			if (first.getAndSet(false)) {
				save(this.platform.issue("t-tool", "tool").withCreatedAt(this.time.now().plusMillis(10)));
			}
			return save;
		};
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("t-tool");
		assertThat(this.platform.checks).hasValue(1);
		assertThat(client.status().session().verdict()).as("nobody asked about t-tool").isEqualTo(Verdict.UNKNOWN);
	}

	@Test
	void onlyALoginOfTheAttemptsOwnPinsItsUser() {
		WestmoonAuthClient client = client();
		call(client.session());
		AtomicBoolean first = new AtomicBoolean(true);
		this.faulty.onSave = (save) -> {
			if (first.getAndSet(false)) {
				WestmoonUser tool = WestmoonUser.of(Map.of("id", "tool"));
				save(this.platform.issue("t-tool", "tool")
					.withUser(tool)
					.withCreatedAt(this.time.now().plusMillis(10)));
			}
			return save;
		};
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(attempt().pinnedUserId()).isNotEqualTo("tool");
	}

	/**
	 * The process that watches is faster than the one that logged in: both have read the
	 * confirmed attempt before either ends it.
	 */
	@Test
	void theFirstUserIsNamedOnceWhereTwoProcessesEndTheAttempt() {
		try (CapturedLog log = CapturedLog.open(Level.WARN)) {
			WestmoonAuthClient client = client();
			client(DefaultWestmoonAuthClient.builder(), this.store);
			PendingCall<WestmoonSession> call = call(client.session(LONG));
			AtomicInteger late = new AtomicInteger();
			this.faulty.onWrite = (attempt, write) -> {
				if (attempt.state() != AttemptState.ACCEPTED || late.getAndIncrement() > 0) {
					return write;
				}
				this.time.moveClock(Duration.ofMillis(1));
				return this.time.delay(Duration.ofSeconds(1)).then(write);
			};
			this.platform.confirmAs("u1");
			this.time.pass(INTERVAL.plusSeconds(2));
			assertThat(call.value().userId()).isEqualTo("u1");
			assertThat(late).hasPositiveValue();
			assertThat(attempt().pinnedUserId()).isEqualTo("u1");
			assertThat(log.lines()).filteredOn((line) -> line.message().contains("was the first to log in"))
				.singleElement();
		}
	}

	@Test
	void aRefusedLoginIsNotRepeatedByAnotherProcessThatWaits() {
		WestmoonAuthClient one = client(
				DefaultWestmoonAuthClient.builder().coolDown(Duration.ZERO, Duration.ofMinutes(1)));
		WestmoonAuthClient two = client(
				DefaultWestmoonAuthClient.builder().coolDown(Duration.ZERO, Duration.ofMinutes(1)));
		call(one.session());
		PendingCall<WestmoonSession> other = call(two.session());
		this.platform.scan(ScanStatus.REJECTED);
		this.time.pass(Duration.ofSeconds(20));
		assertThat(this.platform.codes).hasSize(1);
		assertThat(other.error()).isInstanceOf(LoginRejectedException.class);
	}

	@Test
	void theQuestionWhoItIsWaitsAsLongAsThePlatformWantsAlsoWhenSomebodyLooks() {
		WestmoonAuthClient client = client(
				DefaultWestmoonAuthClient.builder().expectedUserId("u1").loginPage("https://page"));
		call(client.session(LONG));
		String id = attempt().id();
		call(client.openCode(id));
		this.platform.checkFailure = new PlatformStatusException("the user", 429, Duration.ofMinutes(5));
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		int asked = this.platform.checks.get();
		for (int i = 0; i < 8; i++) {
			call(client.openCode(id));
			this.time.pass(Duration.ofSeconds(30));
		}
		assertThat(this.platform.checks).hasValue(asked);
	}

	@Test
	void aRefusalOnThePhoneIsNotLostWhereSomebodyLooksAtThatMoment() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().loginPage("https://page"));
		PendingCall<WestmoonSession> call = call(client.session(LONG));
		call(client.openCode(attempt().id()));
		this.time.pass(Duration.ofSeconds(40));
		AtomicBoolean first = new AtomicBoolean(true);
		this.faulty.onWrite = (attempt, write) -> {
			if (attempt.state() == AttemptState.FAILED && first.getAndSet(false)) {
				call(client(DefaultWestmoonAuthClient.builder(), this.store).openCode(attempt.id()));
				this.platform.scan(ScanStatus.EXPIRED);
			}
			return write;
		};
		this.platform.scan(ScanStatus.REJECTED);
		this.time.pass(Duration.ofSeconds(20));
		assertThat(call.error()).isInstanceOf(LoginRejectedException.class);
	}

	@Test
	void listenersHearOfAFailureWhoseWriteWasAnsweredLate() {
		WestmoonAuthClient client = client();
		call(client.session());
		AtomicBoolean first = new AtomicBoolean(true);
		this.faulty.onWrite = (attempt, write) -> (attempt.state() == AttemptState.FAILED && first.getAndSet(false))
				? write.then(Mono.error(FaultyStore.full())) : write;
		this.platform.scan(ScanStatus.REJECTED);
		this.time.pass(Duration.ofSeconds(20));
		assertThat(attempt().state()).isEqualTo(AttemptState.FAILED);
		assertThat(this.events).last().isInstanceOf(LoginEvent.Failed.class);
	}

	@Test
	void aRejectedTokenThatComesBackIsNotUsed() {
		WestmoonSession session = this.platform.issue("t1", "u1");
		save(session);
		WestmoonAuthClient client = client();
		this.platform.revokeAll();
		call(client.renew(session, null));
		this.platform.scan(ScanStatus.REJECTED);
		this.time.pass(INTERVAL);
		assertThat(attempt().state()).isEqualTo(AttemptState.FAILED);
		this.events.clear();
		save(session);
		this.time.pass(Duration.ofSeconds(5));
		assertThat(this.events).as("nobody logged in").isEmpty();
		assertThat(attempt().state()).as("the cool-down holds").isEqualTo(AttemptState.FAILED);
		assertThat(call(client.session()).error()).isInstanceOf(LoginRequiredException.class);
	}

	@Test
	void aRejectionOfAReplacedSessionIsNoNews() {
		WestmoonSession old = this.platform.issue("t1", "u1");
		save(old);
		WestmoonAuthClient client = client();
		Mono<SessionCheck> slow = Mono.defer(() -> this.time.delay(Duration.ofSeconds(2))
			.then(Mono.fromSupplier(() -> SessionCheck.rejected(this.time.now()))));
		this.platform = new ScriptedPlatform(this.time.clock()) {

			@Override
			public Mono<SessionCheck> check(WestmoonSession session) {
				return slow;
			}

		};
		WestmoonAuthClient asking = client();
		call(asking.check());
		save(this.platform.issue("t2", "u1").withCreatedAt(this.time.now().plusSeconds(1)));
		this.time.pass(Duration.ofSeconds(5));
		assertThat(this.events).noneMatch(LoginEvent.SessionRejected.class::isInstance);
		client.close();
	}

	@Test
	void aPollIsNotRepeatedBeforeThePlatformWantsIt() {
		call(client().session(LONG));
		this.platform.pollFailure = new PlatformStatusException("the state of a login code", 503,
				Duration.ofSeconds(60));
		this.time.pass(INTERVAL);
		int polls = this.platform.polls.size();
		this.time.pass(Duration.ofSeconds(50));
		assertThat(this.platform.polls).hasSize(polls);
	}

	@Test
	void aVerdictFromBeforeTheClockWasSetBackDoesNotCount() {
		WestmoonSession session = this.platform.issue("t1", "u1");
		save(session);
		WestmoonAuthClient client = client();
		assertThat(call(client.check()).value().verdict()).isEqualTo(Verdict.VALID);
		this.time.moveClock(Duration.ofHours(-1));
		this.time.pass(Duration.ofMinutes(10));
		this.platform.revokeAll();
		PendingCall<Renewal> renewal = call(client.renew(session, null));
		assertThat(renewal.pending()).as("somebody has to log in").isTrue();
	}

	@Test
	void aPageThatNobodyLooksAtAnyMoreShowsNoCodesAlsoWhenTheClockIsSetBack() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().loginPage("https://page"));
		call(client.session(LONG));
		call(client.openCode(attempt().id()));
		this.time.moveClock(Duration.ofHours(-2));
		this.time.pass(Duration.ofHours(1));
		assertThat(this.platform.codes).hasSizeLessThan(3);
	}

	@Test
	void theQuestionWhoItIsIsPutLessAndLessOften() {
		call(client(DefaultWestmoonAuthClient.builder().expectedUserId("u1")).session(LONG));
		this.platform.checkFailure = new PlatformStatusException("the user", 500, null);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.plusMinutes(10));
		assertThat(this.platform.checks.get()).as("after 1, 2, 4 … 60, 60 … seconds").isBetween(15, 17);
	}

	@Test
	void whoeverLooksOftenCostsTheStoreNothing() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().loginPage("https://page"));
		call(client.session(LONG));
		String id = attempt().id();
		assertThat(call(client.openCode(id)).value().scanToken()).isEqualTo("scan-1");
		this.time.pass(Duration.ofSeconds(3));
		AtomicInteger loads = new AtomicInteger();
		this.faulty.onLoad = (load) -> load.doOnSubscribe((reading) -> loads.incrementAndGet());
		for (int i = 0; i < 10; i++) {
			assertThat(call(client.openCode(id)).value().scanToken()).isEqualTo("scan-1");
		}
		assertThat(loads).hasValue(0);
		this.time.pass(Duration.ofSeconds(31));
		assertThat(call(client.openCode(id)).value().scanToken()).isEqualTo("scan-1");
		assertThat(attempt().isWatched(this.time.now().plusSeconds(50))).isTrue();
	}

	@Test
	void aClosedClientFollowsNothingAndItsEventsEnd() {
		WestmoonAuthClient client = client();
		PendingCall<Void> events = call(client.events().then());
		client.close();
		AtomicInteger loads = new AtomicInteger();
		this.faulty.onLoad = (load) -> load.doOnSubscribe((reading) -> loads.incrementAndGet());
		save(this.platform.issue("t1", "u1"));
		this.time.pass(Duration.ofMinutes(2));
		events.completed();
		assertThat(loads).hasValue(0);
	}

	@Override
	WestmoonAuthClient client(WestmoonAuthClientBuilder builder) {
		return client(builder, this.faulty);
	}

}
