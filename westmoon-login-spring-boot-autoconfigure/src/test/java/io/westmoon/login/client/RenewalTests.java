package io.westmoon.login.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.Renewal;
import io.westmoon.login.ScanResult;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.store.InMemorySessionStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

class RenewalTests {

	final VirtualTime time = new VirtualTime();

	private final InMemorySessionStore store = new InMemorySessionStore();

	private final List<Sinks.One<SessionCheck>> questions = new ArrayList<>();

	private WestmoonSession session;

	private ScriptedPlatform platform;

	private WestmoonAuthClient client;

	@BeforeEach
	void setUp() {
		this.platform = new ScriptedPlatform(this.time.clock());
		this.session = this.platform.issue("t1", "u1");
		this.store.save(this.session).block(Duration.ofSeconds(1));
		this.client = client(this.platform);
	}

	@AfterEach
	void close() {
		this.client.close();
	}

	@Test
	void aDeadSessionIsReplacedByALogin() {
		this.platform.revokeAll();
		PendingCall<Renewal> call = refused();
		assertThat(this.store.load().block(Duration.ofSeconds(1))).as("the dead session in the store").isNull();
		this.platform.confirmAs("u1");
		this.time.advance(Duration.ofSeconds(5));
		assertThat(renewed(call)).isEqualTo("token-of-scan-1");
	}

	@Test
	void aCallThatCarriedAnOlderSessionIsReplayedWithTheCurrentOne() {
		WestmoonSession old = WestmoonSession.received("t0", "", "Bearer", Duration.ZERO, this.time.clock());
		PendingCall<Renewal> call = new PendingCall<>(this.client.renew(old, null));
		assertThat(renewed(call)).isEqualTo("t1");
		assertThat(this.platform.checks).hasValue(0);
	}

	@Test
	void aSessionThatSomebodyElseStoredIsFoundBeforeThePlatformIsAsked() {
		FaultyStore silent = new FaultyStore(this.store);
		silent.onChanges = (changes) -> Flux.never();
		this.client.close();
		this.client = this.time.use(DefaultWestmoonAuthClient.builder()).platform(this.platform).store(silent).build();
		this.time.advance(Duration.ofSeconds(1));
		this.store.save(this.platform.issue("t2", "u1")).block(Duration.ofSeconds(1));
		assertThat(renewed(refused())).isEqualTo("t2");
		assertThat(this.platform.checks).hasValue(0);
	}

	@Test
	void aValidSessionIsNotTheReasonAndNobodyIsAskedToScan() {
		assertThat(refused().value()).isInstanceOf(Renewal.NotRenewed.class);
		assertThat(this.platform.codes).isEmpty();
	}

	@Test
	void withoutAVerdictNobodyIsAskedToScan() {
		this.platform.checkFailure = new PlatformStatusException("the user", 502, null);
		assertThat(refused().value()).isInstanceOf(Renewal.NotRenewed.class);
		assertThat(this.platform.codes).isEmpty();
	}

	@Test
	void aVerdictFromBeforeTheCallWasSentDoesNotCount() {
		assertThat(new PendingCall<>(this.client.check()).value().verdict()).isEqualTo(Verdict.VALID);
		this.time.advance(Duration.ofSeconds(1));
		this.platform.revokeAll();
		refused();
		assertThat(this.platform.checks).hasValue(2);
		assertThat(this.platform.codes).hasSize(1);
	}

	@Test
	void aVerdictFromBetweenTheSendingAndTheRefusalDoesNotCount() {
		this.time.advance(Duration.ofSeconds(5));
		assertThat(new PendingCall<>(this.client.check()).value().verdict()).isEqualTo(Verdict.VALID);
		this.platform.revokeAll();
		refused();
		assertThat(this.platform.checks).hasValue(2);
		assertThat(this.platform.codes).hasSize(1);
	}

	@Test
	void callsRefusedDuringAQuestionShareTheNextOne() {
		this.client.close();
		this.client = client(new HesitantPlatform());
		new PendingCall<>(this.client.check());
		this.time.advance(Duration.ofSeconds(1));
		List<PendingCall<Renewal>> calls = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			calls.add(refused());
		}
		assertThat(this.questions).hasSize(1);
		this.questions.get(0).tryEmitValue(valid(VirtualTime.START));
		assertThat(calls).allMatch(PendingCall::pending);
		assertThat(this.questions).hasSize(2);
		this.questions.get(1).tryEmitValue(valid(this.time.now()));
		assertThat(calls).allSatisfy((call) -> assertThat(call.value()).isInstanceOf(Renewal.NotRenewed.class));
		assertThat(this.questions).hasSize(2);
	}

	@Test
	void aRejectionDuringAQuestionIsFinalForAllWhoWait() {
		this.client.close();
		this.client = client(new HesitantPlatform());
		new PendingCall<>(this.client.check());
		this.time.advance(Duration.ofSeconds(1));
		refused();
		refused();
		this.questions.get(0).tryEmitValue(SessionCheck.rejected(VirtualTime.START));
		assertThat(this.questions).hasSize(1);
		assertThat(this.platform.codes).hasSize(1);
		assertThat(this.client.status().waiting()).isEqualTo(2);
	}

	@Test
	void aLateRefusalOfTheOldSessionDoesNotTouchTheNewOne() {
		this.platform.revokeAll();
		refused();
		this.platform.confirmAs("u1");
		this.time.advance(Duration.ofSeconds(5));
		assertThat(renewed(refused())).isEqualTo("token-of-scan-1");
		assertThat(this.store.load().block(Duration.ofSeconds(1)).accessToken()).isEqualTo("token-of-scan-1");
		assertThat(this.platform.codes).hasSize(1);
	}

	private PendingCall<Renewal> refused() {
		return new PendingCall<>(this.client.renew(this.session, null));
	}

	private static String renewed(PendingCall<Renewal> call) {
		assertThat(call.value()).isInstanceOf(Renewal.Renewed.class);
		return ((Renewal.Renewed) call.value()).session().accessToken();
	}

	private static SessionCheck valid(Instant beganAt) {
		return SessionCheck.valid(WestmoonUser.of(Map.of("id", "u1")), beganAt);
	}

	private WestmoonAuthClient client(WestmoonPlatform platform) {
		return this.time.use(DefaultWestmoonAuthClient.builder()).platform(platform).store(this.store).build();
	}

	/**
	 * Answers questions about a session when the test does.
	 */
	private final class HesitantPlatform implements WestmoonPlatform {

		@Override
		public Mono<LoginQrCode> requestCode() {
			return RenewalTests.this.platform.requestCode();
		}

		@Override
		public Mono<ScanResult> poll(String scanToken) {
			return RenewalTests.this.platform.poll(scanToken);
		}

		@Override
		public Mono<SessionCheck> check(WestmoonSession session) {
			Sinks.One<SessionCheck> question = Sinks.one();
			RenewalTests.this.questions.add(question);
			return question.asMono();
		}

	}

}
