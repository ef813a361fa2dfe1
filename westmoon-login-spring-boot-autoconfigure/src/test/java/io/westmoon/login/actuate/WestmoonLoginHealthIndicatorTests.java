package io.westmoon.login.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonUser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.Mockito;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

class WestmoonLoginHealthIndicatorTests {

	private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

	private final WestmoonAuthClient client = Mockito.mock(WestmoonAuthClient.class);

	private final Clock clock = Mockito.mock(Clock.class);

	private final AtomicInteger checks = new AtomicInteger();

	private Instant now = NOW;

	@BeforeEach
	void setUp() {
		given(this.clock.instant()).willAnswer((call) -> this.now);
		given(this.client.check()).willReturn(Mono.fromRunnable(this.checks::incrementAndGet));
	}

	@ParameterizedTest
	@CsvSource({ "VALID,UP", "MISSING,OUT_OF_SERVICE", "REJECTED,OUT_OF_SERVICE", "UNKNOWN,UNKNOWN" })
	void theVerdictDecidesTheStatus(Verdict verdict, String status) {
		know(verdict, NOW);
		assertThat(health(indicator()).getStatus().getCode()).isEqualTo(status);
	}

	@Test
	void theDetailsTellWhoIsLoggedInAndUntilWhen() {
		know(Verdict.VALID, NOW.minusSeconds(30));
		assertThat(health(indicator()).getDetails()).isEqualTo(Map.of("state", "VALID", "userId", "u1", "expiresAt",
				"2026-03-08T08:00:00Z", "verifiedAt", "2026-03-01T07:59:30Z"));
	}

	@Test
	void aSessionThatEndsSoonIsUpAndSaysWhatToDo() {
		given(this.client.status()).willReturn(new LoginStatus("default",
				new LoginStatus.Session(Verdict.VALID, NOW, null, NOW, NOW.plusSeconds(60), true), null, 0));
		Health health = health(indicator());
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("expiry", "WILL_EXPIRE_SOON")
			.hasEntrySatisfying("action", (action) -> assertThat(action).asString().contains("Renew", "overview"));
	}

	@Test
	void aFreshVerdictIsNotAskedForAgain() {
		know(Verdict.VALID, NOW.minusSeconds(59));
		health(indicator());
		assertThat(this.checks).hasValue(0);
	}

	@Test
	void anOldVerdictIsAskedForOncePerIntervalBehindTheAnswer() {
		know(Verdict.VALID, NOW.minusSeconds(60));
		WestmoonLoginHealthIndicator indicator = indicator();
		health(indicator);
		health(indicator);
		assertThat(this.checks).hasValue(1);
		this.now = NOW.plusSeconds(60);
		health(indicator);
		assertThat(this.checks).hasValue(2);
	}

	@Test
	void whyNobodyIsLoggedInIsTold() {
		Instant pause = NOW.plusSeconds(90);
		LoginStatus.Attempt failed = new LoginStatus.Attempt("id-that-is-secret", AttemptState.FAILED, 0, null, null,
				LoginFailure.replacedElsewhere(), pause);
		know(Verdict.REJECTED, failed, "Could not read the session");
		assertThat(health(indicator()).getDetails()).containsEntry("login", "FAILED")
			.containsEntry("failure", "REPLACED_ELSEWHERE")
			.containsEntry("coolDownUntil", pause.toString())
			.containsEntry("storeProblem", "Could not read the session")
			.containsEntry("waitingFor", List.of("nightly import"))
			.hasEntrySatisfying("problem", (problem) -> assertThat(problem).asString().contains("share a store"))
			.doesNotContainValue("id-that-is-secret");
	}

	@ParameterizedTest
	@EnumSource(AttemptState.class)
	void whatToDoIsSaidInWordsThatOperatorsCanFollow(AttemptState state) {
		know(Verdict.MISSING, new LoginStatus.Attempt("id-that-is-secret", state, 0, null,
				"https://jobs.example.com/id-that-is-secret", null, null), null);
		Object action = health(indicator()).getDetails().get("action");
		assertThat(action).asString().isNotBlank().doesNotContain("id-that-is-secret", "()");
		boolean personAtWork = state == AttemptState.SCANNED || state == AttemptState.CONFIRMED;
		assertThat(action.toString().contains("endpoint westmoonlogin")).isNotEqualTo(personAtWork);
	}

	@Test
	void theLoginOfASessionThatIsValidIsNoNews() {
		know(Verdict.VALID, new LoginStatus.Attempt("id", AttemptState.ACCEPTED, 0, null, null, null, null), null);
		assertThat(health(indicator()).getDetails()).doesNotContainKeys("login", "failure", "action", "storeProblem");
	}

	@Test
	void aPlatformThatDoesNotAnswerHoldsUpNoProbe() {
		given(this.client.check()).willReturn(Mono.<SessionCheck>never());
		know(Verdict.VALID, NOW.minusSeconds(60));
		assertThat(health(indicator()).getStatus()).isEqualTo(Status.UP);
	}

	private void know(Verdict verdict, LoginStatus.Attempt login, String storeProblem) {
		given(this.client.status())
			.willReturn(new LoginStatus("default", new LoginStatus.Session(verdict, NOW, null, null, null), login, 0,
					storeProblem, List.of("nightly import")));
	}

	private void know(Verdict verdict, Instant verifiedAt) {
		given(this.client.status()).willReturn(new LoginStatus(
				"default", new LoginStatus.Session(verdict, verifiedAt,
						WestmoonUser.of(Map.of("id", "u1", "mobile", "secret")), NOW, NOW.plus(Duration.ofDays(7))),
				null, 0));
	}

	private WestmoonLoginHealthIndicator indicator() {
		return new WestmoonLoginHealthIndicator(this.client, Duration.ofSeconds(60), Status.OUT_OF_SERVICE, this.clock);
	}

	private static Health health(WestmoonLoginHealthIndicator indicator) {
		return indicator.health().block(Duration.ofSeconds(5));
	}

}
