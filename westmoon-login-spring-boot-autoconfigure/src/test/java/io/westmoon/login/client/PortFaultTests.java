package io.westmoon.login.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.Renewal;
import io.westmoon.login.ScanResult;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stores and platforms that never answer, answer nothing, or throw an {@code Error}.
 * Nobody waits for ever, and the next call works.
 */
class PortFaultTests extends EngineFixture {

	private static final Duration WAIT = Duration.ofSeconds(1);

	private final FaultyStore faulty = new FaultyStore(this.store);

	private final FaultyPlatform faultyPlatform = new FaultyPlatform();

	@Override
	WestmoonAuthClient client(WestmoonAuthClientBuilder builder) {
		return client(builder, this.faulty);
	}

	@Override
	WestmoonPlatform platform() {
		return this.faultyPlatform;
	}

	@Test
	void aStoreThatNeverAnswersEndsTheWaitInTimeAndTheNextCallWorks() {
		this.faulty.onLoad = (load) -> Mono.never();
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session(WAIT));
		this.time.pass(WAIT);
		assertThat(call.error()).isInstanceOf(SessionStoreException.class).hasMessageContaining("did not say in time");
		this.faulty.onLoad = (load) -> load;
		save(this.platform.issue("t1", "u1"));
		this.time.pass(Duration.ofSeconds(90));
		assertThat(call(client.session(WAIT)).value().accessToken()).isEqualTo("t1");
	}

	@Test
	void aCallWhoseTimeIsOverHearsWhyTheAttemptCannotBeRead() {
		this.faulty.onAttempt = (attempt) -> Mono.error(wrongKey());
		WestmoonAuthClient client = client();
		this.time.pass(Duration.ofSeconds(3));
		PendingCall<WestmoonSession> call = call(client.session(WAIT));
		this.time.pass(WAIT);
		assertWrongKey(call.error());
		assertWrongKey(call(client.session(Duration.ZERO)).error());
		PendingCall<WestmoonSession> verified = call(client.verifiedSession(WAIT));
		this.time.pass(WAIT);
		assertWrongKey(verified.error());
		this.faulty.onAttempt = (attempt) -> attempt;
		this.time.pass(Duration.ofMinutes(2));
		PendingCall<WestmoonSession> later = call(client.session(WAIT));
		this.time.pass(WAIT);
		assertThat(later.error()).isInstanceOf(LoginRequiredException.class)
			.hasMessageContaining("a code waits to be scanned");
	}

	@Test
	void aCallWhoseTimeIsOverHearsWhyTheSessionCannotBeRead() {
		this.faulty.onLoad = (load) -> Mono.error(wrongKey());
		WestmoonAuthClient client = client();
		this.time.pass(Duration.ofSeconds(3));
		Duration shorterThanRetries = Duration.ofMillis(10);
		PendingCall<WestmoonSession> call = call(client.session(shorterThanRetries));
		PendingCall<WestmoonSession> verified = call(client.verifiedSession(shorterThanRetries));
		this.time.advance(shorterThanRetries);
		assertWrongKey(call.error());
		assertWrongKey(verified.error());
	}

	private static SessionStoreException wrongKey() {
		return new SessionStoreException("Configure the key that it was written with", null);
	}

	private static void assertWrongKey(Throwable error) {
		assertThat(error).isInstanceOf(SessionStoreException.class).hasMessage(wrongKey().getMessage());
	}

	@Test
	void aRefusedCallGetsItsAnswerInTimeWhileTheStoreHangs() {
		WestmoonSession session = usedSession();
		WestmoonAuthClient client = client();
		this.faulty.onLoad = (load) -> Mono.never();
		PendingCall<Renewal> call = call(client.renew(session, WAIT));
		this.time.pass(WAIT);
		assertThat(call.value()).isInstanceOf(Renewal.NotRenewed.class);
	}

	@ParameterizedTest
	@MethodSource("lostAnswers")
	void aQuestionThatIsLostOnceHoldsUpNobodyForEver(Supplier<Mono<SessionCheck>> lost) {
		WestmoonSession session = usedSession();
		WestmoonAuthClient client = client();
		this.faultyPlatform.nextCheck = lost;
		PendingCall<Renewal> call = call(client.renew(session, WAIT));
		this.time.pass(WAIT);
		assertThat(call.value()).isInstanceOf(Renewal.NotRenewed.class);
		this.platform.revokeAll();
		this.time.pass(Duration.ofSeconds(90));
		PendingCall<Renewal> later = call(client.renew(session, LONG));
		this.time.pass(WAIT);
		assertThat(later.pending()).as("waits for a scan").isTrue();
		assertThat(this.platform.codes).hasSize(1);
	}

	static Stream<Supplier<Mono<SessionCheck>>> lostAnswers() {
		return Stream.of(Mono::never, Mono::empty, () -> {
			throw new OutOfMemoryError("Java heap space");
		}, () -> Mono.fromSupplier(() -> {
			throw new NoClassDefFoundError("com/example/Missing");
		}), () -> Mono.error(new StackOverflowError()));
	}

	@ParameterizedTest
	@MethodSource("lostPolls")
	void aPollThatIsLostOnceDoesNotEndTheLogin(Supplier<Mono<ScanResult>> lost) {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session(LONG));
		this.faultyPlatform.nextPoll = lost;
		this.time.pass(INTERVAL);
		this.platform.confirmAs("u1");
		this.time.pass(Duration.ofSeconds(40));
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	static Stream<Supplier<Mono<ScanResult>>> lostPolls() {
		return Stream.of(Mono::never, Mono::empty, () -> {
			throw new OutOfMemoryError("Java heap space");
		}, () -> Mono.error(new StackOverflowError()));
	}

	@Test
	void emptyPollsAreNotRepeatedWithoutAPause() {
		this.faultyPlatform.everyPoll = Mono::empty;
		call(client().session(LONG));
		this.time.pass(Duration.ofMinutes(1));
		assertThat(this.faultyPlatform.polls).hasValueLessThan(15);
	}

	@Test
	void aLeaseThatIsLostAgainAndAgainIsFollowedByAPause() {
		AtomicInteger renewals = new AtomicInteger();
		this.faulty.onLease = (lease) -> lease.map((real) -> new SessionStore.Lease() {

			@Override
			public Mono<Boolean> renew() {
				renewals.incrementAndGet();
				return real.release().thenReturn(false);
			}

			@Override
			public Mono<Void> release() {
				return real.release();
			}

		});
		call(client().session());
		this.time.pass(Duration.ofSeconds(10));
		assertThat(renewals).hasValueBetween(2, 15);
	}

	@Test
	void theLeaseIsRenewedWhateverTheStepWaitsFor() {
		AtomicInteger renewals = new AtomicInteger();
		this.faulty.onLease = (lease) -> lease.map((real) -> new SessionStore.Lease() {

			@Override
			public Mono<Boolean> renew() {
				renewals.incrementAndGet();
				return real.renew();
			}

			@Override
			public Mono<Void> release() {
				return real.release();
			}

		});
		call(client().session());
		this.time.pass(INTERVAL);
		this.platform.pollFailure = new PlatformStatusException("a code", 429, Duration.ofSeconds(40));
		this.time.pass(INTERVAL);
		renewals.set(0);
		this.time.pass(Duration.ofSeconds(30));
		assertThat(renewals).hasValueGreaterThanOrEqualTo(6);
	}

	@Test
	void aLeaseThatIsGrantedTooLateIsGivenBack() {
		this.faulty.onLease = (lease) -> this.time.delay(ClientSettings.STORE_DEADLINE.plusSeconds(5)).then(lease);
		call(client().session(WAIT));
		this.time.pass(ClientSettings.STORE_DEADLINE.plusSeconds(10));
		SessionStore.Lease lease = this.store.tryLease().block(WAIT);
		assertThat(lease).isNotNull();
		lease.release().block(WAIT);
		this.faulty.onLease = (claim) -> claim;
		this.time.pass(ClientSettings.STORE_DEADLINE.plusSeconds(10));
	}

	@Test
	void anExpiredSessionIsSentAtOnceWhileThePlatformGivesNoVerdict() {
		WestmoonSession expired = new WestmoonSession("t1", "", "Bearer", Duration.ofSeconds(60),
				this.time.now().plusSeconds(1), this.time.now().minusSeconds(60), null);
		save(expired);
		this.faultyPlatform.everyCheck = () -> this.time.delay(Duration.ofSeconds(15))
			.then(Mono.fromSupplier(
					() -> SessionCheck.unknown(new PlatformStatusException("the user", 502, null), this.time.now())));
		WestmoonAuthClient client = client();
		this.time.pass(INTERVAL);
		PendingCall<WestmoonSession> first = call(client.session(LONG));
		this.time.pass(Duration.ofSeconds(15));
		assertThat(first.value()).isEqualTo(expired);
		assertThat(call(client.session(LONG)).value()).isEqualTo(expired);
		this.time.pass(Duration.ofMinutes(1));
		assertThat(call(client.session(LONG)).pending()).as("asks again after a while").isTrue();
	}

	@Test
	void aUserFieldThatDiffersWithEveryAnswerIsNotWrittenEachTime() {
		WestmoonSession session = usedSession();
		AtomicInteger saves = new AtomicInteger();
		this.faulty.onSave = (save) -> {
			saves.incrementAndGet();
			return save;
		};
		AtomicInteger number = new AtomicInteger();
		this.faultyPlatform.everyCheck = () -> Mono.fromSupplier(() -> SessionCheck
			.valid(WestmoonUser.of(Map.of("id", "u1", "avatar", number.incrementAndGet())), this.time.now()));
		WestmoonAuthClient client = client();
		for (int i = 0; i < 100; i++) {
			assertThat(call(client.renew(session, LONG)).value()).isInstanceOf(Renewal.NotRenewed.class);
		}
		assertThat(number).hasValue(100);
		assertThat(saves).hasValue(1);
	}

	@Test
	void aContentionThatNeverEndsIsNamedAndOtherErrorsAreNotTakenForIt() {
		WestmoonAuthClient client = client();
		this.faulty.onWrite = (attempt, write) -> Mono.just(false);
		PendingCall<Void> contended = call(client.logout());
		this.time.pass(INTERVAL);
		assertThat(contended.error()).hasMessageContaining("Others change the login attempt");
		this.faulty.onWrite = (attempt, write) -> Mono.error(new IllegalStateException("a bug of the store"));
		PendingCall<Void> broken = call(client.logout());
		this.time.pass(INTERVAL);
		assertThat(broken.error()).hasMessageContaining("failed when asked to write the login attempt");
	}

	@Test
	void changesThatEndAreFollowedAgain() {
		AtomicBoolean first = new AtomicBoolean(true);
		this.faulty.onChanges = (changes) -> first.getAndSet(false) ? changes.take(0) : changes;
		WestmoonAuthClient client = client();
		this.time.pass(INTERVAL);
		save(this.platform.issue("t1", "u1"));
		this.time.pass(WAIT);
		assertThat(client.currentSession()).isNotNull();
	}

	private WestmoonSession usedSession() {
		WestmoonSession session = this.platform.issue("t1", "u1");
		save(session);
		return session;
	}

	/**
	 * The scripted platform, some of whose answers get lost.
	 */
	private final class FaultyPlatform implements WestmoonPlatform {

		private final AtomicInteger polls = new AtomicInteger();

		private Supplier<Mono<ScanResult>> nextPoll;

		private Supplier<Mono<ScanResult>> everyPoll;

		private Supplier<Mono<SessionCheck>> nextCheck;

		private Supplier<Mono<SessionCheck>> everyCheck;

		@Override
		public Mono<LoginQrCode> requestCode() {
			return PortFaultTests.this.platform.requestCode();
		}

		@Override
		public Mono<ScanResult> poll(String scanToken) {
			this.polls.incrementAndGet();
			Supplier<Mono<ScanResult>> lost = (this.nextPoll != null) ? this.nextPoll : this.everyPoll;
			this.nextPoll = null;
			return (lost != null) ? lost.get() : PortFaultTests.this.platform.poll(scanToken);
		}

		@Override
		public Mono<SessionCheck> check(WestmoonSession session) {
			Supplier<Mono<SessionCheck>> lost = (this.nextCheck != null) ? this.nextCheck : this.everyCheck;
			this.nextCheck = null;
			return (lost != null) ? lost.get() : PortFaultTests.this.platform.check(session);
		}

	}

}
