package io.westmoon.login.page;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

class RecentAttemptsTests {

	private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

	private static final WestmoonUser USER = WestmoonUser.of(Map.of("id", "u1", "nickname", "Demo\nuser"));

	private final WestmoonAuthClient client = Mockito.mock(WestmoonAuthClient.class);

	private final WestmoonAuthClient other = Mockito.mock(WestmoonAuthClient.class);

	private final Clock clock = Mockito.mock(Clock.class);

	private final RecentAttempts attempts = new RecentAttempts(List.of(this.client, this.other), this.clock);

	RecentAttemptsTests() {
		at(Duration.ZERO);
		set(this.client, null, null, null, null);
		set(this.other, null, null, null, null);
		given(this.client.account()).willReturn("default");
		given(this.other.account()).willReturn("other");
	}

	@Test
	void aLivingAttemptIsFoundInItsAccount() {
		set(this.client, "a", AttemptState.NEEDED, null, null);
		set(this.other, "b", AttemptState.SCANNED, null, null);
		assertThat(this.attempts.find("b").client()).isSameAs(this.other);
		assertThat(view("b").state()).isEqualTo("SCANNED");
		assertThat(this.attempts.find("a").client()).isSameAs(this.client);
		assertThat(this.attempts.find("c")).isNull();
		assertThat(this.attempts.find("")).isNull();
	}

	@Test
	void anOutcomeIsKnownForTenMinutesAlthoughNobodyLooked() {
		set(this.client, "a", AttemptState.FAILED, LoginFailure.Kind.REJECTED, START);
		at(Duration.ofSeconds(599));
		assertThat(view("a").problem()).isEqualTo("REJECTED");
		at(Duration.ofSeconds(600));
		assertThat(this.attempts.find("a")).isNull();
	}

	@Test
	void anOutcomeThatNoTimeIsKnownOfIsToldIfTheAttemptWasSeenAlive() {
		set(this.client, "a", AttemptState.ACCEPTED, null, null);
		assertThat(this.attempts.find("a")).isNull();
		set(this.client, "b", AttemptState.SHOWN, null, null);
		this.attempts.find("b");
		set(this.client, "b", AttemptState.ACCEPTED, null, null);
		assertThat(view("b").state()).isEqualTo("ACCEPTED");
	}

	@Test
	void eventsTellHowAnAttemptEndedThatNobodyLookedAtBeforeTheNextOneBegan() {
		set(this.client, "b", AttemptState.NEEDED, null, null);
		this.attempts.onEvent(new LoginEvent.LoginRequired("default", START, "a", null));
		this.attempts.onEvent(new LoginEvent.Abandoned("default", START, "a",
				new LoginFailure(LoginFailure.Kind.NOBODY_SCANNED), START));
		at(Duration.ofMinutes(5));
		assertThat(view("a").problem()).isEqualTo("NOBODY_SCANNED");
		assertThat(view("b").state()).isEqualTo("NEEDED");
	}

	@Test
	void eventsTellWhoLoggedInBeforeTheNextAttemptBegan() {
		set(this.client, "a", AttemptState.SHOWN, null, null);
		this.attempts.onEvent(new LoginEvent.CodeIssued("default", START, "a", null, START, null));
		set(this.client, "b", AttemptState.NEEDED, null, null);
		this.attempts.onEvent(new LoginEvent.LoggedIn("default", START, USER, null));
		assertThat(view("a").user()).isEqualTo("Demo user");
		assertThat(view("b").state()).isEqualTo("NEEDED");
	}

	@Test
	void aLoginThatIsToldLateDoesNotEndTheNextAttempt() {
		set(this.client, "b", AttemptState.NEEDED, null, null);
		this.attempts.find("b");
		this.attempts.onEvent(new LoginEvent.LoggedIn("default", START, USER, null));
		set(this.client, "c", AttemptState.NEEDED, null, null);
		assertThat(view("b")).isEqualTo(AttemptView.unknownEnd());
	}

	@Test
	void anAttemptThatGoesOnWithoutACodeHasNotEnded() {
		set(this.client, "a", AttemptState.NEEDED, LoginFailure.Kind.PLATFORM, null);
		this.attempts.onEvent(new LoginEvent.Failed("default", START, "a", new LoginFailure(LoginFailure.Kind.PLATFORM),
				START.plusSeconds(5)));
		assertThat(this.attempts.find("a").isLive()).isTrue();
	}

	@Test
	void anAttemptThatIsReplacedUnseenHasEnded() {
		set(this.client, "a", AttemptState.SHOWN, null, null);
		this.attempts.find("a");
		set(this.client, "b", AttemptState.NEEDED, null, null);
		assertThat(view("a")).isEqualTo(AttemptView.unknownEnd());
	}

	@Test
	void aLogoutEndsTheAttemptAndAllowsNoOther() {
		set(this.client, "a", AttemptState.FAILED, LoginFailure.Kind.CANCELED, START);
		this.attempts.find("a");
		set(this.client, "b", AttemptState.LOGGED_OUT, null, START);
		assertThat(view("a").again()).isFalse();
		assertThat(view("b")).isEqualTo(AttemptView.unknownEnd());
	}

	@Test
	void noMoreThanTheLastHundredEndsAreKnown() {
		for (int i = 0; i <= RecentAttempts.MAX_ENDED; i++) {
			this.attempts.onEvent(new LoginEvent.Abandoned("default", START, "a" + i,
					new LoginFailure(LoginFailure.Kind.NOBODY_SCANNED), START));
		}
		assertThat(this.attempts.find("a0")).isNull();
		assertThat(this.attempts.find("a1")).isNotNull();
		assertThat(this.attempts.find("a" + RecentAttempts.MAX_ENDED)).isNotNull();
	}

	@Test
	void theUserWhoLoggedInIsNamedOnOneLine() {
		set(this.client, "a", AttemptState.CONFIRMED, null, null);
		assertThat(view("a").user()).isNull();
		set(this.client, "a", AttemptState.ACCEPTED, null, START);
		assertThat(view("a").user()).isEqualTo("Demo user");
	}

	@ParameterizedTest
	@EnumSource(value = LoginFailure.Kind.class, mode = EnumSource.Mode.EXCLUDE, names = { "PLATFORM" })
	void anotherLoginMayBeginOnceTheCoolDownIsOver(LoginFailure.Kind failure) {
		set(this.client, "a", AttemptState.FAILED, failure, START);
		assertThat(view("a").again()).isEqualTo(failure != LoginFailure.Kind.REPLACED_ELSEWHERE);
		assertThat(view("a").retrySeconds()).isEqualTo(60);
		assertThat(view("a").isDue()).isFalse();
		at(Duration.ofSeconds(60));
		assertThat(view("a").isDue()).isEqualTo(failure != LoginFailure.Kind.REPLACED_ELSEWHERE);
	}

	@Test
	void aCoolDownThatOutlastsTheLinkLeavesNoButton() {
		LoginStatus.Attempt attempt = new LoginStatus.Attempt("a", AttemptState.FAILED, 0, null, null,
				new LoginFailure(LoginFailure.Kind.CANCELED), START.plusSeconds(600), START);
		given(this.client.status()).willReturn(status(attempt));
		assertThat(view("a").again()).isFalse();
		assertThat(view("a").retrySeconds()).isEqualTo(600);
	}

	@Test
	void aLoginThatHasBegunMeanwhileIsJoinedWithoutCoolDown() {
		set(this.client, "a", AttemptState.FAILED, LoginFailure.Kind.CANCELED, START);
		this.attempts.find("a");
		set(this.client, "b", AttemptState.SHOWN, null, null);
		assertThat(view("a").isDue()).isTrue();
	}

	@Test
	void aLinkSaysIfSomebodyHasLoggedInSince() {
		set(this.client, "a", AttemptState.FAILED, LoginFailure.Kind.CANCELED, START);
		this.attempts.find("a");
		set(this.client, "b", AttemptState.ACCEPTED, null, START);
		assertThat(view("a").state()).isEqualTo("ACCEPTED");
		assertThat(view("a").user()).isEqualTo("Demo user");
		assertThat(view("a").again()).isFalse();
	}

	private AttemptView view(String id) {
		return this.attempts.find(id).view(this.clock.instant());
	}

	private void at(Duration sinceStart) {
		given(this.clock.instant()).willReturn(START.plus(sinceStart));
		given(this.clock.getZone()).willReturn(ZoneOffset.UTC);
	}

	private static void set(WestmoonAuthClient client, String id, AttemptState state, LoginFailure.Kind failure,
			Instant endedAt) {
		given(client.status()).willReturn(status((id == null) ? null
				: new LoginStatus.Attempt(id, state, 0, null, null,
						(failure != null) ? new LoginFailure(failure) : null,
						(failure != null) ? START.plusSeconds(60) : null, endedAt)));
	}

	private static LoginStatus status(LoginStatus.Attempt attempt) {
		return new LoginStatus("default", new LoginStatus.Session(Verdict.VALID, null, USER, null, null), attempt, 0);
	}

}
