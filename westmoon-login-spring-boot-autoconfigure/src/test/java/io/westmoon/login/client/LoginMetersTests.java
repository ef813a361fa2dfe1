package io.westmoon.login.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.westmoon.login.AccountInstrumentation;
import io.westmoon.login.LoginInstrumentation;
import io.westmoon.login.LoginRejectedException;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.LoginRequiredException.Reason;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.Renewal;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.SessionStoreUnreachableException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.micrometer.MicrometerLoginInstrumentation;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the meters say of the lives of accounts.
 */
class LoginMetersTests extends EngineFixture {

	private static final String PAGE = "https://jobs.example.com/westmoon/login";

	private final MeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new MeteredTime(this.time));

	private final MicrometerLoginInstrumentation instrumentation = new MicrometerLoginInstrumentation(this.meters,
			ObservationRegistry.NOOP);

	@Test
	void anAttemptIsCountedAndItsStepsAreTimed() {
		WestmoonAuthClient client = client(metered().loginPage(PAGE));
		PendingCall<WestmoonSession> call = call(client.session());
		this.time.pass(Duration.ofSeconds(30));
		call(client.openCode(attempt().id()));
		this.time.pass(Duration.ofSeconds(10));
		this.platform.scan(ScanStatus.SCANNED);
		this.time.pass(INTERVAL);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call.value()).isNotNull();
		assertThat(count("westmoon.login.attempts", "outcome", "accepted")).isOne();
		assertThat(count("westmoon.login.codes", "result", "shown")).isOne();
		assertThat(seconds("look")).isEqualTo(30);
		assertThat(seconds("code")).isLessThan(2);
		assertThat(seconds("scan")).isBetween(10.0, 16.0);
		assertThat(seconds("confirm")).isEqualTo(5);
		assertThat(seconds("accept")).isLessThan(1);
		assertThat(count("westmoon.login.checks", "verdict", "valid")).isOne();
	}

	@Test
	void codesThatNobodySeesAndCallsThatGetNoSessionAreCounted() {
		WestmoonAuthClient client = client(metered().waitTimeout(Duration.ofHours(1)));
		PendingCall<WestmoonSession> call = call(client.session());
		this.time.pass(Duration.ofSeconds(3 * 300 + 30));
		assertThat(call.error()).isInstanceOfSatisfying(LoginRequiredException.class,
				(error) -> assertThat(error.reason()).isEqualTo(Reason.LOGIN_FAILED));
		assertThat(call(client.session()).error()).isInstanceOfSatisfying(LoginRequiredException.class,
				(error) -> assertThat(error.reason()).isEqualTo(Reason.COOL_DOWN));
		assertThat(count("westmoon.login.codes", "result", "shown")).isEqualTo(3);
		assertThat(count("westmoon.login.codes", "result", "unseen")).isEqualTo(3);
		assertThat(count("westmoon.login.attempts", "outcome", "nobody_scanned")).isOne();
		assertThat(count("westmoon.login.calls.failed", "cause", "login_failed")).isOne();
		assertThat(count("westmoon.login.calls.failed", "cause", "cool_down")).isOne();
	}

	@Test
	void aCodeThatSomebodyLookedAtIsNotUnseen() {
		WestmoonAuthClient client = client(metered().loginPage(PAGE));
		call(client.session(LONG));
		call(client.openCode(attempt().id()));
		this.time.pass(Duration.ofMinutes(6));
		assertThat(count("westmoon.login.codes", "result", "expired")).isOne();
		assertThat(count("westmoon.login.codes", "result", "unseen")).isZero();
	}

	@Test
	void aPlatformThatGivesNoCodeIsCounted() {
		this.platform.codeFailure = new PlatformStatusException("a login code", 503, null);
		assertThat(call(client(metered()).session()).error()).isNotNull();
		assertThat(count("westmoon.login.codes", "result", "failed")).isOne();
		assertThat(count("westmoon.login.calls.failed", "cause", "login_failed")).isOne();
	}

	@Test
	void waitingCallsAreGaugedAndThoseThatMayNotWaitAreCounted() {
		WestmoonAuthClient client = client(metered().maxWaiting(2));
		PendingCall<WestmoonSession> first = call(client.session());
		PendingCall<WestmoonSession> second = call(client.session());
		call(client.session());
		call(client.session(Duration.ZERO));
		assertThat(gauge("westmoon.login.waiting")).isEqualTo(2);
		assertThat(gauge("westmoon.login.lease.held")).isOne();
		assertThat(count("westmoon.login.calls.failed", "cause", "too_many_waiting")).isOne();
		assertThat(count("westmoon.login.calls.failed", "cause", "wait_timeout")).isOne();
		first.cancel();
		assertThat(gauge("westmoon.login.waiting")).isOne();
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(second.value()).isNotNull();
		assertThat(gauge("westmoon.login.waiting")).isZero();
		assertThat(gauge("westmoon.login.lease.held")).isZero();
		assertThat(sum("westmoon.login.calls.failed")).as("a caller that leaves has not failed").isEqualTo(2);
	}

	@Test
	void refusedCallsAreCountedByCause() {
		WestmoonSession session = this.platform.issue("t1", "u1");
		save(session);
		WestmoonAuthClient client = client(metered());
		assertThat(call(client.renew(session, null)).value()).isEqualTo(new Renewal.NotRenewed());
		assertThat(count("westmoon.login.calls.refused", "cause", "session_valid")).isOne();
		this.platform.checkFailure = new PlatformStatusException("the user", 503, null);
		call(client.renew(session, null));
		assertThat(count("westmoon.login.calls.refused", "cause", "unknown")).isOne();
		this.platform.checkFailure = null;
		this.platform.revokeAll();
		PendingCall<Renewal> renewal = call(client.renew(session, null));
		assertThat(count("westmoon.login.calls.refused", "cause", "session_rejected")).isOne();
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(renewal.value()).isInstanceOf(Renewal.Renewed.class);
		call(client.renew(session, null));
		assertThat(count("westmoon.login.calls.refused", "cause", "session_replaced")).isOne();
		assertThat(count("westmoon.login.checks", "verdict", "rejected")).isOne();
	}

	@Test
	void theSessionsTimesAreGauged() {
		WestmoonAuthClient client = client(metered());
		assertThat(gauge("westmoon.login.session.usable")).isZero();
		assertThat(gauge("westmoon.login.session.expires.in")).isNaN();
		assertThat(gauge("westmoon.login.session.verified.ago")).isNaN();
		this.platform.sessionLife = Duration.ofHours(1);
		call(client.login());
		this.platform.confirmAs("u1");
		this.time.pass(Duration.ofSeconds(10));
		assertThat(gauge("westmoon.login.session.usable")).isOne();
		double left = gauge("westmoon.login.session.expires.in");
		this.time.pass(Duration.ofMinutes(10));
		assertThat(gauge("westmoon.login.session.expires.in")).isEqualTo(left - 600);
		assertThat(gauge("westmoon.login.session.verified.ago")).isBetween(600.0, 610.0);
		this.time.pass(Duration.ofHours(1));
		assertThat(gauge("westmoon.login.session.usable")).isZero();
		assertThat(gauge("westmoon.login.session.expires.in")).isNegative();
	}

	@Test
	void aCallThatIsAnsweredFromMemoryIsNotReported() {
		AccountInstrumentation own = Mockito.mock(AccountInstrumentation.class, Mockito.CALLS_REAL_METHODS);
		LoginInstrumentation all = (account) -> own;
		save(this.platform.issue("t1", "u1"));
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().listener(all));
		call(client.check()).value();
		Mockito.verify(own).sessionChecked(SessionCheck.Verdict.VALID);
		Mockito.clearInvocations(own);
		call(client.session()).value();
		assertThat(client.currentSession()).isNotNull();
		Mockito.verifyNoInteractions(own);
	}

	@Test
	void aCallAfterARefusedLoginMeetsTheCoolDown() {
		WestmoonAuthClient client = client(metered());
		PendingCall<WestmoonSession> call = call(client.session());
		this.platform.scan(ScanStatus.REJECTED);
		this.time.pass(INTERVAL);
		assertThat(call.error()).isInstanceOfSatisfying(LoginRejectedException.class,
				(error) -> assertThat(error.reason()).isEqualTo(Reason.LOGIN_FAILED));
		assertThat(call(client.session()).error()).isInstanceOfSatisfying(LoginRejectedException.class,
				(error) -> assertThat(error.reason()).isEqualTo(Reason.COOL_DOWN));
		assertThat(count("westmoon.login.attempts", "outcome", "rejected")).isOne();
	}

	@Test
	void faultsOfTheStoreAreCountedByCause() {
		FaultyStore faulty = new FaultyStore(this.store);
		WestmoonAuthClient client = client(metered(), faulty);
		this.time.pass(Duration.ofSeconds(5));
		assertThat(sum("westmoon.login.store.failures")).isZero();
		faulty.onLoad = (load) -> Mono.error(new SessionStoreUnreachableException("No Redis", null));
		PendingCall<WestmoonSession> call = call(client.session());
		this.time.pass(Duration.ofSeconds(30));
		assertThat(call.error()).isInstanceOf(SessionStoreException.class);
		assertThat(count("westmoon.login.store.failures", "cause", "unreachable")).isPositive();
		assertThat(count("westmoon.login.store.failures", "cause", "other")).isZero();
		assertThat(count("westmoon.login.calls.failed", "cause", "store")).isOne();
	}

	@Test
	void ofProcessesThatShareAStoreOnlyOneCountsAnAttempt() {
		WestmoonAuthClient one = client(metered().loginPage(PAGE));
		MeterRegistry others = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new MeteredTime(this.time));
		WestmoonAuthClient other = client(DefaultWestmoonAuthClient.builder()
			.listener(new MicrometerLoginInstrumentation(others, ObservationRegistry.NOOP))
			.loginPage(PAGE));
		call(one.session());
		call(other.session());
		this.time.pass(Duration.ofSeconds(20));
		call(other.openCode(attempt().id()));
		this.time.pass(INTERVAL);
		this.platform.confirmAs("u1");
		this.time.pass(Duration.ofSeconds(10));
		assertThat(one.currentSession()).isNotNull();
		assertThat(other.currentSession()).isNotNull();
		assertThat(count("westmoon.login.attempts", "outcome", "accepted")).isOne();
		assertThat(others.find("westmoon.login.attempts").counters())
			.allSatisfy((counter) -> assertThat(counter.count()).isZero());
		assertThat(others.get("westmoon.login.step").tag("step", "look").timer().totalTime(TimeUnit.SECONDS))
			.as("who writes that somebody looks times it")
			.isEqualTo(20);
		assertThat(this.meters.find("westmoon.login.step").tag("step", "look").timer()).isNull();
		assertThat(count("westmoon.login.codes", "result", "shown")).isOne();
	}

	@Test
	void aLogoutEndsAnAttemptOnlyIfOneIsUnderWay() {
		WestmoonAuthClient client = client(metered());
		call(client.logout()).completed();
		assertThat(sum("westmoon.login.attempts")).isZero();
		call(client.login());
		call(client.logout()).completed();
		assertThat(count("westmoon.login.attempts", "outcome", "logged_out")).isOne();
	}

	@Test
	void theMetersOfAnAccountGoWithIt() {
		WestmoonAuthClient client = client(metered().account("shop"));
		call(client.session());
		assertThat(this.meters.getMeters()).isNotEmpty();
		client.close();
		assertThat(this.meters.getMeters()).isEmpty();
	}

	@Test
	void aCallThatHearsOfTheEndAfterItsAccountHasGoneLeavesNoMeters() {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(this.meters));
		Queue<Runnable> work = new ArrayDeque<>();
		EngineTime time = new EngineTime(this.time::nanos, () -> 0, this.time.scheduler(),
				Schedulers.fromExecutor(work::add));
		WestmoonAuthClient client = DefaultWestmoonAuthClient.builder()
			.account("shop")
			.listener(new MicrometerLoginInstrumentation(this.meters, observations))
			.clock(this.time.clock())
			.time(time)
			.platform(this.platform)
			.store(this.store)
			.build();
		PendingCall<WestmoonSession> call = call(client.session());
		runAll(work);
		assertThat(this.meters.find("westmoon.login.wait.active").meter()).isNotNull();
		client.close();
		assertThat(call.pending()).isTrue();
		runAll(work);
		assertThat(call.error()).isInstanceOf(LoginRequiredException.class);
		assertThat(this.meters.getMeters()).isEmpty();
	}

	private static void runAll(Queue<Runnable> work) {
		for (Runnable next = work.poll(); next != null; next = work.poll()) {
			next.run();
		}
	}

	@Test
	void anAccountThatIsRegisteredAgainKeepsItsMetersWhileTheOldOneCloses() {
		WestmoonAuthClient old = client(metered().account("shop"));
		WestmoonAuthClient next = client(metered().account("shop"));
		old.close();
		call(next.session());
		assertThat(gauge("westmoon.login.waiting")).isOne();
		next.close();
		assertThat(this.meters.getMeters()).isEmpty();
	}

	@Test
	void metersAreKeptWhenTheApplicationEnds() {
		WestmoonAuthClient client = client(metered());
		call(client.session(Duration.ZERO));
		this.instrumentation.keepMeters();
		client.close();
		assertThat(count("westmoon.login.calls.failed", "cause", "wait_timeout")).isOne();
	}

	private WestmoonAuthClientBuilder metered() {
		return DefaultWestmoonAuthClient.builder().listener(this.instrumentation);
	}

	private double count(String name, String key, String value) {
		Counter counter = this.meters.find(name).tag(key, value).counter();
		return (counter != null) ? counter.count() : 0;
	}

	private double sum(String name) {
		return this.meters.find(name).counters().stream().mapToDouble(Counter::count).sum();
	}

	private double gauge(String name) {
		Meter meter = this.meters.get(name).meter();
		return meter.measure().iterator().next().getValue();
	}

	private double seconds(String step) {
		Timer timer = this.meters.get("westmoon.login.step").tag("step", step).timer();
		assertThat(timer.count()).isOne();
		return timer.totalTime(TimeUnit.SECONDS);
	}

}
