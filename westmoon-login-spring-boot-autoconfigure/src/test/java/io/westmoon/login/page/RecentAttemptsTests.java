package io.westmoon.login.page;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonUser;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

class RecentAttemptsTests {

	private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

	private final WestmoonAuthClient client = Mockito.mock(WestmoonAuthClient.class);

	private final WestmoonAuthClient other = Mockito.mock(WestmoonAuthClient.class);

	private final Clock clock = Mockito.mock(Clock.class);

	private final RecentAttempts attempts = new RecentAttempts(List.of(this.client, this.other), this.clock);

	RecentAttemptsTests() {
		at(Duration.ZERO);
		set(this.client, null, null, null);
		set(this.other, null, null, null);
	}

	@Test
	void aLivingAttemptIsFoundInItsAccount() {
		set(this.client, "a", AttemptState.NEEDED, null);
		set(this.other, "b", AttemptState.SCANNED, null);
		assertThat(this.attempts.find("b").client()).isSameAs(this.other);
		assertThat(this.attempts.find("b").state().state()).isEqualTo("SCANNED");
		assertThat(this.attempts.find("a").client()).isSameAs(this.client);
		assertThat(this.attempts.find("c")).isNull();
		assertThat(this.attempts.find("")).isNull();
	}

	@Test
	void anOutcomeIsKnownForAMinute() {
		set(this.client, "a", AttemptState.SHOWN, null);
		this.attempts.find("a");
		set(this.client, "a", AttemptState.FAILED, LoginFailure.Kind.REJECTED);
		at(Duration.ofSeconds(59));
		assertThat(this.attempts.find("a").state().problem()).isEqualTo("REJECTED");
		at(Duration.ofSeconds(60));
		assertThat(this.attempts.find("a")).isNull();
	}

	@Test
	void anOutcomeIsKnownAlthoughTheNextAttemptHasBegun() {
		set(this.client, "a", AttemptState.SHOWN, null);
		this.attempts.find("a");
		set(this.client, "a", AttemptState.FAILED, LoginFailure.Kind.CANCELED);
		this.attempts.find("a");
		set(this.client, "b", AttemptState.NEEDED, null);
		assertThat(this.attempts.find("a").state().problem()).isEqualTo("CANCELED");
		assertThat(this.attempts.find("b").state().state()).isEqualTo("NEEDED");
	}

	@Test
	void anAttemptThatIsReplacedUnseenHasEnded() {
		set(this.client, "a", AttemptState.SHOWN, null);
		this.attempts.find("a");
		set(this.client, "b", AttemptState.NEEDED, null);
		assertThat(this.attempts.find("a").state()).isEqualTo(AttemptView.unknownEnd());
	}

	@Test
	void theOutcomeOfAnAttemptThatWasNeverSeenAliveIsNotTold() {
		set(this.client, "a", AttemptState.ACCEPTED, null);
		assertThat(this.attempts.find("a")).isNull();
	}

	@Test
	void theUserWhoLoggedInIsNamedOnOneLine() {
		set(this.client, "a", AttemptState.CONFIRMED, null);
		assertThat(this.attempts.find("a").state().user()).isNull();
		set(this.client, "a", AttemptState.ACCEPTED, null);
		assertThat(this.attempts.find("a").state().user()).isEqualTo("Demo user");
	}

	private void at(Duration sinceStart) {
		given(this.clock.instant()).willReturn(START.plus(sinceStart));
		given(this.clock.getZone()).willReturn(ZoneOffset.UTC);
	}

	private static void set(WestmoonAuthClient client, String id, AttemptState state, LoginFailure.Kind failure) {
		LoginStatus.Attempt attempt = (id != null) ? new LoginStatus.Attempt(id, state, 0, null, null,
				(failure != null) ? new LoginFailure(failure) : null, null) : null;
		WestmoonUser user = WestmoonUser.of(Map.of("id", "u1", "nickname", "Demo\nuser"));
		given(client.status()).willReturn(
				new LoginStatus("default", new LoginStatus.Session(Verdict.VALID, null, user, null, null), attempt, 0));
	}

}
