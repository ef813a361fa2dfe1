package io.westmoon.login.client;

import java.time.Clock;
import java.time.Duration;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.NoSuchAttemptException;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Logins whose code is asked for when somebody looks at a page.
 */
class OnDemandTests extends EngineFixture {

	private static final String PAGE = "https://jobs.example.com/westmoon/login/";

	@Test
	void noCodeIsAskedForUntilSomebodyLooks() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session(Duration.ofHours(2)));
		this.time.pass(Duration.ofMinutes(30));
		assertThat(this.platform.codes).isEmpty();
		assertThat(attempt().state()).isEqualTo(AttemptState.NEEDED);
		assertThat(call(client.openCode(attempt().id())).value().scanToken()).isEqualTo("scan-1");
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void whoeverLooksLaterSeesTheLivingCode() {
		WestmoonAuthClient client = client();
		call(client.session());
		String id = attempt().id();
		assertThat(call(client.openCode(id)).value()).isEqualTo(call(client.openCode(id)).value());
		this.time.pass(Duration.ofMinutes(2));
		assertThat(call(client.openCode(id)).value().scanToken()).isEqualTo("scan-1");
		assertThat(this.platform.codes).hasSize(1);
	}

	@Test
	void aCodeThatEndsIsReplacedAsLongAsSomebodyLooksAndDoesNotCount() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session(Duration.ofHours(2)));
		String id = attempt().id();
		for (int i = 0; i < 118; i++) {
			call(client.openCode(id));
			this.time.pass(Duration.ofSeconds(20));
		}
		assertThat(this.platform.codes).as("39 minutes of codes of 5 minutes").hasSize(8);
		assertThat(attempt().unnoticedCodes()).isZero();
		assertThat(call.pending()).isTrue();
	}

	@Test
	void whenNobodyLooksAnyMoreTheCodeEndsAndTheLinkStays() {
		WestmoonAuthClient client = client();
		call(client.session());
		String id = attempt().id();
		call(client.openCode(id));
		this.time.pass(Duration.ofMinutes(30));
		assertThat(this.platform.codes).hasSize(1);
		assertThat(attempt().state()).isEqualTo(AttemptState.NEEDED);
		assertThat(call(client.openCode(id)).value().scanToken()).isEqualTo("scan-2");
	}

	@Test
	void aProcessThatOnlyServesThePageFinishesAnAttemptThatAnotherOneLeft() {
		WestmoonAuthClient job = client();
		call(job.session());
		String id = attempt().id();
		job.close();
		WestmoonAuthClient server = client();
		assertThat(call(server.openCode(id)).value().scanToken()).isEqualTo("scan-1");
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call(server.session()).value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void aProcessThatOnlyServesThePageGetsTheCodeFromTheOneThatDrives() {
		call(client().session());
		WestmoonAuthClient server = client();
		PendingCall<LoginQrCode> code = call(server.openCode(attempt().id()));
		this.time.pass(Duration.ofSeconds(1));
		assertThat(code.value().scanToken()).isEqualTo("scan-1");
		assertThat(this.platform.codes).hasSize(1);
	}

	@Test
	void whoeverLooksThroughAProcessWhoseClockIsBehindGetsTheCode() {
		call(client().session());
		this.time.pass(Duration.ofMinutes(5));
		WestmoonAuthClient server = behind(Duration.ofMinutes(5));
		PendingCall<LoginQrCode> code = call(server.openCode(attempt().id()));
		this.time.pass(Duration.ofSeconds(2));
		assertThat(code.value().scanToken()).isEqualTo("scan-1");
		this.time.pass(Duration.ofMinutes(10));
		assertThat(this.platform.codes).as("nobody looks any more").hasSize(1);
		server.close();
	}

	@Test
	void whoeverLooksThereAfterSomebodyElseGetsTheCode() {
		WestmoonAuthClient client = client();
		call(client.session(Duration.ofHours(2)));
		call(client.openCode(attempt().id()));
		this.time.pass(Duration.ofMinutes(6));
		assertThat(attempt().codeEndsAt()).as("the first code has ended").isNull();
		WestmoonAuthClient server = behind(Duration.ofMinutes(8));
		PendingCall<LoginQrCode> code = call(server.openCode(attempt().id()));
		this.time.pass(Duration.ofSeconds(2));
		assertThat(code.value().scanToken()).isEqualTo("scan-2");
		server.close();
	}

	private WestmoonAuthClient behind(Duration time) {
		return this.time.use(DefaultWestmoonAuthClient.builder().loginPage(PAGE))
			.clock(Clock.offset(this.time.clock(), time.negated()))
			.platform(platform())
			.store(this.store)
			.build();
	}

	@Test
	void lookingForAReplacementLeavesTheSessionThatIsStillGood() {
		this.store.save(this.platform.issue("t1", "u1")).block(Duration.ofSeconds(1));
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> login = call(client.login());
		client().openCode(attempt().id()).subscribe();
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(login.value().accessToken()).isEqualTo("token-of-scan-1");
	}

	@Test
	void aGuessedIdAndAnEndedIdOpenNothing() {
		WestmoonAuthClient client = client();
		call(client.session());
		String id = attempt().id();
		assertThat(call(client.openCode("0123456789abcdef0123456789abcdef")).error())
			.isInstanceOf(NoSuchAttemptException.class);
		assertThat(this.platform.codes).isEmpty();
		call(client.openCode(id));
		this.platform.confirmAs("u1");
		this.time.pass(INTERVAL);
		assertThat(call(client.openCode(id)).error()).isInstanceOf(NoSuchAttemptException.class);
		assertThat(this.platform.codes).hasSize(1);
	}

	@Test
	void aPlatformThatGivesNoCodeLeavesTheLinkAlive() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session());
		String id = attempt().id();
		this.platform.codeFailure = new PlatformStatusException("a login code", 502, null);
		assertThat(call(client.openCode(id)).error()).isInstanceOf(LoginRequiredException.class)
			.hasMessageContaining("502");
		assertThat(call.error()).hasMessageContaining("502");
		assertThat(call(client.openCode(id)).error()).hasMessageContaining("is asked for after");
		this.platform.codeFailure = null;
		this.time.pass(Duration.ofSeconds(5));
		assertThat(call(client.openCode(id)).value().scanToken()).isEqualTo("scan-1");
		assertThat(attempt().failure()).isNull();
	}

	@Test
	void everyoneIsToldWhereToScan() {
		WestmoonAuthClient client = client();
		PendingCall<WestmoonSession> call = call(client.session(Duration.ofSeconds(10)));
		String link = "https://jobs.example.com/westmoon/login/" + attempt().id();
		this.time.pass(Duration.ofSeconds(10));
		assertThat(call.error()).isInstanceOfSatisfying(LoginRequiredException.class, (error) -> {
			assertThat(error.scanLocation()).isEqualTo(link);
			assertThat(error).hasMessageContaining("scanLocation()").hasMessageNotContaining(attempt().id());
		});
		assertThat(client.status().attempt().scanLocation()).isEqualTo(link);
		assertThat(this.events).singleElement()
			.isInstanceOfSatisfying(LoginEvent.LoginRequired.class,
					(event) -> assertThat(event.scanLocation()).isEqualTo(link));
	}

	@Test
	void theNextProcessTellsAgainWhereToScan() {
		WestmoonAuthClient first = client();
		call(first.session());
		first.close();
		this.events.clear();
		WestmoonAuthClient next = client();
		call(next.session());
		call(next.session());
		this.time.pass(Duration.ofSeconds(10));
		assertThat(this.events).singleElement()
			.isInstanceOfSatisfying(LoginEvent.LoginRequired.class,
					(event) -> assertThat(event.scanLocation()).endsWith(attempt().id()));
	}

	@Test
	void startLoginLooks() {
		assertThat(call(client().startLogin()).value().scanToken()).isEqualTo("scan-1");
	}

	@Test
	void refusingOnThePhoneEndsTheLink() {
		WestmoonAuthClient client = client();
		call(client.session());
		String id = attempt().id();
		call(client.openCode(id));
		this.platform.scan(ScanStatus.REJECTED);
		this.time.pass(INTERVAL);
		assertThat(attempt().failure().kind()).isEqualTo(LoginFailure.Kind.REJECTED);
		assertThat(call(client.openCode(id)).error()).isInstanceOf(NoSuchAttemptException.class);
	}

	@Test
	void aLinkThatIsTooOldEndsAndTheNextCallSendsANewOne() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().linkLifetime(Duration.ofHours(1)));
		PendingCall<WestmoonSession> call = call(client.session(LONG));
		String id = attempt().id();
		this.time.pass(Duration.ofMinutes(59));
		assertThat(attempt().state()).isEqualTo(AttemptState.NEEDED);
		this.time.pass(Duration.ofMinutes(2));
		assertThat(call.error()).isInstanceOf(LoginRequiredException.class);
		assertThat(this.events).last()
			.isInstanceOfSatisfying(LoginEvent.Abandoned.class,
					(event) -> assertThat(event.failure().kind()).isEqualTo(LoginFailure.Kind.NOBODY_SCANNED));
		assertThat(call(client.openCode(id)).error()).isInstanceOf(NoSuchAttemptException.class);
		this.time.pass(Duration.ofMinutes(2));
		call(client.session(LONG));
		assertThat(attempt().id()).isNotEqualTo(id);
		assertThat(this.events).last()
			.isInstanceOfSatisfying(LoginEvent.LoginRequired.class,
					(event) -> assertThat(event.scanLocation()).endsWith(attempt().id()));
		assertThat(this.platform.codes).isEmpty();
	}

	@Test
	void aLinkThatIsTooOldEndsAlsoWhileSomebodyLooks() {
		WestmoonAuthClient client = client(DefaultWestmoonAuthClient.builder().linkLifetime(Duration.ofHours(1)));
		call(client.session(LONG));
		String id = attempt().id();
		for (int i = 0; i < 200; i++) {
			call(client.openCode(id));
			this.time.pass(Duration.ofSeconds(20));
		}
		assertThat(attempt().state()).isEqualTo(AttemptState.FAILED);
		assertThat(this.platform.codes).as("an hour of codes of 5 minutes").hasSizeBetween(12, 13);
	}

	@Test
	void aLinkOfUnknownAgeIsAsOldAsItWasFirstSeen() {
		this.store.compareAndSet(LoginAttempt.begin("default", null)).block();
		call(client(DefaultWestmoonAuthClient.builder().linkLifetime(Duration.ofHours(1))).session(LONG));
		this.time.pass(Duration.ofMinutes(59));
		assertThat(attempt().state()).isEqualTo(AttemptState.NEEDED);
		this.time.pass(Duration.ofMinutes(2));
		assertThat(attempt().state()).isEqualTo(AttemptState.FAILED);
	}

	@Override
	WestmoonAuthClient client(WestmoonAuthClientBuilder builder) {
		return super.client(builder.loginPage(PAGE));
	}

}
