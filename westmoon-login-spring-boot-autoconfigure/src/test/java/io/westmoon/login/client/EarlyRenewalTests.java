package io.westmoon.login.client;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.Renewal;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.support.WeeklyHours;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * People renew a session that still works.
 */
class EarlyRenewalTests extends EngineFixture {

	private static final String PAGE = "https://jobs.example.com/login";

	private static final Duration TO_THE_END = Duration.ofSeconds(3 * 300 + 30);

	private WestmoonSession old;

	@BeforeEach
	void logIn() {
		this.old = this.platform.issue("t1", "u1");
		save(this.old);
	}

	@Test
	void callsGoOnWithTheOldSessionUntilTheNewOneIsAccepted() {
		WestmoonAuthClient client = client();
		call(client.startLogin());
		for (Duration passed = Duration.ZERO; passed.compareTo(INTERVAL.multipliedBy(3)) < 0; passed = passed
			.plusSeconds(1)) {
			assertThat(call(client.session(LONG)).value()).isEqualTo(this.old);
			assertThat(stored()).isEqualTo(this.old);
			this.time.pass(Duration.ofSeconds(1));
		}
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call(client.session(LONG)).value().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(stored().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(attempt().isRenewal()).isFalse();
		assertThat(of(LoginEvent.LoginRequired.class)).singleElement().matches(LoginEvent.LoginRequired::renewal);
		assertThat(of(LoginEvent.CodeIssued.class)).singleElement().matches(LoginEvent.CodeIssued::renewal);
	}

	@Test
	void aRenewalThatNobodyScansEndsWithoutHarm() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> renewal = call(client.login());
		this.time.pass(TO_THE_END);
		assertThat(renewal.error()).hasMessageContaining("which still works");
		assertThat(of(LoginEvent.Abandoned.class)).singleElement()
			.satisfies((event) -> assertThat(event.failure().kind()).isEqualTo(LoginFailure.Kind.EXPIRED));
		assertNothingIsLeft(client);
	}

	@ParameterizedTest
	@EnumSource(names = { "CANCELED", "REJECTED" })
	void aRenewalThatIsRefusedOnThePhoneEndsWithoutHarm(ScanStatus answer) {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> renewal = call(client.login());
		this.platform.scan(answer);
		this.time.pass(INTERVAL);
		assertThat(renewal.error()).hasMessageContaining("on the phone");
		assertNothingIsLeft(client);
	}

	@Test
	void aRenewedSessionThatThePlatformRejectsLeavesTheOldOne() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> renewal = call(client.login());
		this.platform.confirmButReject();
		this.time.pass(INTERVAL);
		assertThat(renewal.error()).hasMessageContaining("does not accept");
		assertNothingIsLeft(client);
	}

	/**
	 * The old session is in use, and the next login that is needed begins at once.
	 */
	private void assertNothingIsLeft(WestmoonAuthClient client) {
		assertThat(attempt().state()).isEqualTo(AttemptState.FAILED);
		assertThat(attempt().coolDownUntil()).isNull();
		assertThat(attempt().failures()).isZero();
		assertThat(stored()).isEqualTo(this.old);
		assertThat(call(client.session()).value()).isEqualTo(this.old);
		int codes = this.platform.codes.size();
		this.time.pass(Duration.ofMinutes(5));
		assertThat(this.platform.codes).as("codes that nobody asked for").hasSize(codes);
		this.platform.revokeAll();
		PendingCall<Renewal> call = call(client.renew(this.old, null));
		assertThat(this.platform.codes).hasSize(codes + 1);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call.value()).isInstanceOf(Renewal.Renewed.class);
	}

	@Test
	void aLogoutEndsTheRenewalAndTheSession() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> renewal = call(client.login());
		call(client.logout()).completed();
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(renewal.error()).hasMessageContaining("logged out");
		assertThat(stored()).isNull();
		assertThat(call(client.session()).error()).hasMessageContaining("logged out");
	}

	@Test
	void aRenewalBecomesALoginThatIsNeededWhenTheSessionEnds() {
		WestmoonAuthClient client = client();
		call(client.startLogin());
		String id = attempt().id();
		this.platform.revokeAll();
		PendingCall<Renewal> call = call(client.renew(this.old, LONG));
		this.time.pass(INTERVAL);
		assertThat(attempt().id()).isEqualTo(id);
		assertThat(attempt().isRenewal()).isFalse();
		assertThat(of(LoginEvent.LoginRequired.class)).extracting(LoginEvent.LoginRequired::renewal)
			.containsExactly(true, false);
		assertThat(this.platform.codes).as("the code that is shown already").hasSize(1);
		this.time.pass(TO_THE_END);
		assertThat(call.error()).hasMessageContaining("nobody scanned");
		assertThat(attempt().failure().kind()).isEqualTo(LoginFailure.Kind.NOBODY_SCANNED);
		assertThat(attempt().coolDownUntil()).isNotNull();
	}

	/**
	 * The session dies while the store writes that the renewal has ended.
	 */
	@Test
	void whoeverNeedsASessionDoesNotFailWithTheRenewalThatEndsJustThen() {
		FaultyStore store = new FaultyStore(this.store);
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder(), store);
		List<PendingCall<Renewal>> calls = new ArrayList<>();
		store.onWrite = (attempt, write) -> Mono.defer(() -> {
			if (attempt.state() == AttemptState.FAILED && calls.isEmpty()) {
				this.platform.revokeAll();
				calls.add(call(client.renew(this.old, LONG)));
			}
			return write;
		});
		PendingCall<WestmoonSession> renewal = call(client.login());
		this.time.pass(TO_THE_END);
		assertThat(renewal.error()).hasMessageContaining("renew the session");
		assertThat(calls).singleElement().matches(PendingCall::pending);
		assertThat(attempt().isRenewal()).isFalse();
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(calls.get(0).value()).isInstanceOf(Renewal.Renewed.class);
	}

	@Test
	void whoeverNeedsASessionIsServedByTheRenewal() {
		WestmoonAuthClient driver = client();
		call(driver.startLogin());
		WestmoonAuthClient other = client();
		this.platform.revokeAll();
		PendingCall<Renewal> call = call(other.renew(this.old, LONG));
		this.time.pass(INTERVAL);
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL.plusSeconds(1));
		assertThat(call.value()).isInstanceOf(Renewal.Renewed.class);
		assertThat(this.platform.codes).hasSize(1);
	}

	@Test
	void aPlatformThatDoesNotAnswerLeavesTheOldSessionInUse() {
		WestmoonAuthClient client = client();
		this.time.advance(Duration.ofDays(7).minusMinutes(7));
		call(client.startLogin());
		this.time.pass(Duration.ofMinutes(3));
		assertThat(this.old.isExpired(this.time.now())).isTrue();
		this.platform.checkHangs = true;
		PendingCall<WestmoonSession> call = call(client.session(Duration.ZERO));
		this.time.pass(Duration.ofSeconds(2));
		assertThat(attempt().isRenewal()).isTrue();
		assertThat(call.value()).isEqualTo(this.old);
	}

	@Test
	void anotherProcessGoesOnWithARenewal() {
		WestmoonAuthClient first = client();
		call(first.startLogin());
		WestmoonAuthClient second = client();
		first.close();
		this.platform.confirmAs("u1");
		this.time.pass(Duration.ofSeconds(70));
		assertThat(call(second.session()).value().accessToken()).isEqualTo("token-of-scan-1");
		assertThat(this.platform.codes).hasSize(1);
	}

	@Test
	void aRenewalThatHasEndedIsNotBegunAgainByWhoeverWouldHaveGoneOnWithIt() {
		WestmoonAuthClient first = client();
		call(first.startLogin());
		first.close();
		FaultyStore store = new FaultyStore(this.store);
		WestmoonAuthClient second = client(DefaultWestmoonAuthClient.builder(), store);
		this.time.pass(Duration.ofSeconds(1));
		AtomicInteger loads = new AtomicInteger();
		store.onLoad = (load) -> Mono.defer(() -> (loads.incrementAndGet() == 2) ? expire().then(load) : load);
		PendingCall<WestmoonSession> call = call(second.awaitLogin());
		this.time.pass(INTERVAL);
		assertThat(loads).hasValueGreaterThan(1);
		assertThat(call.error()).hasMessageContaining("renew the session");
		assertThat(this.platform.codes).hasSize(1);
		assertThat(attempt().state()).isEqualTo(AttemptState.FAILED);
	}

	private Mono<Boolean> expire() {
		return this.store.attempt()
			.flatMap((attempt) -> this.store
				.compareAndSet(attempt.failed(new LoginFailure(LoginFailure.Kind.EXPIRED), this.time.now())));
	}

	@Test
	void oneProcessRemindsAndAnotherOneGoesOnCounting() {
		WestmoonAuthClient first = client(withPage());
		WestmoonAuthClient second = client(withPage());
		this.time.pass(Duration.ofSeconds(1));
		this.time.advance(Duration.ofDays(6).plusMinutes(2));
		assertThat(of(LoginEvent.Expiring.class)).singleElement().satisfies((event) -> {
			assertThat(event.reminder()).isOne();
			assertThat(event.expiresAt()).isEqualTo(this.old.expiresAt());
			assertThat(event.scanLocation()).isEqualTo(PAGE + "/" + attempt().id());
		});
		first.close();
		this.time.advance(Duration.ofHours(20));
		assertThat(of(LoginEvent.Expiring.class)).extracting(LoginEvent.Expiring::reminder).containsExactly(1, 2, 3);
		assertThat(this.platform.codes).as("codes before somebody looks").isEmpty();
		assertThat(call(second.session()).value()).isEqualTo(this.old);
		assertThat(second.status().session().expiresSoon()).isTrue();
	}

	@Test
	void theLinkOfAReminderRenewsTheSessionAndEndsTheReminders() {
		WestmoonAuthClient client = client(withPage());
		this.time.advance(Duration.ofDays(6).plusMinutes(2));
		PendingCall<LoginQrCode> code = call(client.openCode(attempt().id()));
		assertThat(code.value().scanToken()).isEqualTo("scan-1");
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call(client.session()).value().accessToken()).isEqualTo("token-of-scan-1");
		this.time.advance(Duration.ofDays(1));
		assertThat(of(LoginEvent.Expiring.class)).hasSize(1);
		assertThat(of(LoginEvent.LoginRequired.class)).isEmpty();
		assertThat(client.status().session().expiresSoon()).isFalse();
	}

	@Test
	void whoeverLeftThePageIsRemindedAgainWithALinkThatWorks() {
		WestmoonAuthClient client = client(withPage());
		this.time.advance(Duration.ofDays(6).plusMinutes(2));
		call(client.openCode(attempt().id()));
		this.time.pass(Duration.ofMinutes(20));
		assertThat(attempt().failure().kind()).isEqualTo(LoginFailure.Kind.EXPIRED);
		this.time.advance(Duration.ofHours(9));
		assertThat(of(LoginEvent.Expiring.class)).extracting(LoginEvent.Expiring::reminder).containsExactly(1, 2);
		assertThat(call(client.openCode(attempt().id())).value().scanToken()).isEqualTo("scan-2");
	}

	@Test
	void whoeverTriesAgainAndLeavesIsNotRemindedAtOnce() {
		WestmoonAuthClient client = client(withPage());
		this.time.advance(Duration.ofDays(6).plusMinutes(2));
		call(client.openCode(attempt().id()));
		this.platform.scan(ScanStatus.REJECTED);
		this.time.pass(INTERVAL);
		call(client.startLogin());
		this.platform.scan(ScanStatus.CANCELED);
		this.time.pass(Duration.ofMinutes(5));
		assertThat(attempt().failure().kind()).isEqualTo(LoginFailure.Kind.CANCELED);
		assertThat(of(LoginEvent.Expiring.class)).hasSize(1);
		this.time.advance(Duration.ofHours(8));
		assertThat(of(LoginEvent.Expiring.class)).extracting(LoginEvent.Expiring::reminder).containsExactly(1, 2);
	}

	@Test
	void aRenewalWithALinkThatNobodyHasOpenedYetWaits() {
		WestmoonAuthClient client = client(withPage());
		PendingCall<WestmoonSession> renewal = call(client.login());
		this.time.pass(Duration.ofMinutes(30));
		assertThat(this.platform.codes).isEmpty();
		call(client.openCode(attempt().id()));
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(renewal.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void aReminderIsNoPendingLogin() {
		WestmoonAuthClient client = client();
		this.time.advance(Duration.ofDays(6).plusMinutes(2));
		assertThat(attempt().invitation()).isTrue();
		assertThat(call(client.awaitLogin()).error()).hasMessageContaining("no login is pending");
		PendingCall<WestmoonSession> renewal = call(client.login());
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(renewal.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void aSessionThatAnotherProgramBringsEndsTheReminders() {
		client();
		this.time.advance(Duration.ofDays(6).plusMinutes(2));
		save(this.platform.issue("t2", "u1"));
		this.time.advance(Duration.ofHours(23));
		assertThat(attempt().state()).isEqualTo(AttemptState.ACCEPTED);
		assertThat(of(LoginEvent.Expiring.class)).hasSize(1);
	}

	@Test
	void aReminderIsALoginThatIsNeededOnceTheSessionHasEnded() {
		WestmoonAuthClient client = client(withPage());
		this.time.advance(Duration.ofDays(6).plusMinutes(2));
		LoginAttempt invitation = attempt();
		this.time.advance(Duration.ofHours(23).plusMinutes(57));
		this.platform.revokeAll();
		PendingCall<WestmoonSession> call = call(client.session(LONG));
		this.time.pass(Duration.ofSeconds(2));
		assertThat(attempt().id()).as("the link that people have").isEqualTo(invitation.id());
		assertThat(of(LoginEvent.LoginRequired.class)).singleElement().matches((event) -> !event.renewal());
		call(client.openCode(invitation.id()));
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void aPlatformWithoutCodesIsAskedAgainByPeopleOnly() {
		WestmoonAuthClient client = client();
		this.platform.codeFailure = new PlatformStatusException("a login code", 502, null);
		assertThat(call(client.login()).error()).hasMessageContaining("502");
		this.time.pass(Duration.ofMinutes(5));
		assertThat(this.platform.codeRequests).isOne();
		assertThat(call(client.session()).value()).isEqualTo(this.old);
	}

	@Test
	void remindersStayWithinTheHours() {
		WeeklyHours hours = WeeklyHours.of("09:00-18:00", "MON-FRI", ZoneOffset.UTC);
		client(DefaultWestmoonAuthClient.builder().renewal(Duration.ofDays(3), Duration.ofHours(4), hours));
		this.time.advance(Duration.ofDays(7));
		// The session ends on a Sunday at 8; it is created on the Sunday before.
		assertThat(of(LoginEvent.Expiring.class)).extracting((event) -> event.at().toString())
			.containsExactly("2026-03-05T09:00:00Z", "2026-03-05T13:00:00Z", "2026-03-05T17:00:00Z",
					"2026-03-06T09:00:00Z", "2026-03-06T13:00:00Z", "2026-03-06T17:00:00Z");
	}

	private static WestmoonAuthClientBuilder withPage() {
		return DefaultWestmoonAuthClient.builder().loginPage(PAGE);
	}

	private <E extends LoginEvent> List<E> of(Class<E> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

}
