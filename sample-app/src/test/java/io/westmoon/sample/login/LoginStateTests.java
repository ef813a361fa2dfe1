package io.westmoon.sample.login;

import java.time.Instant;
import java.util.Map;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonUser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoginState}.
 */
class LoginStateTests {

	private static final Instant NOW = Instant.parse("2026-05-04T03:02:01Z");

	@Test
	void nothingKnownIsNotLoggedIn() {
		assertThat(state(Verdict.MISSING, null)).isEqualTo(LoginState.State.NONE);
		assertThat(state(Verdict.MISSING, AttemptState.ACCEPTED)).isEqualTo(LoginState.State.NONE);
		assertThat(state(Verdict.MISSING, AttemptState.LOGGED_OUT)).isEqualTo(LoginState.State.LOGGED_OUT);
	}

	@Test
	void aSessionIsLoggedInWhateverBecameOfTheLastAttempt() {
		assertThat(state(Verdict.VALID, AttemptState.ACCEPTED)).isEqualTo(LoginState.State.LOGGED_IN);
		assertThat(state(Verdict.UNKNOWN, AttemptState.FAILED)).isEqualTo(LoginState.State.LOGGED_IN);
		assertThat(state(Verdict.REJECTED, AttemptState.FAILED)).isEqualTo(LoginState.State.FAILED);
	}

	@Test
	void anAttemptUnderWayIsShownAlsoWhileASessionIsGood() {
		assertThat(state(Verdict.VALID, AttemptState.SHOWN)).isEqualTo(LoginState.State.CODE);
		assertThat(state(Verdict.MISSING, AttemptState.SCANNED)).isEqualTo(LoginState.State.SCANNED);
		assertThat(state(Verdict.MISSING, AttemptState.NEEDED)).isEqualTo(LoginState.State.PREPARING);
	}

	@Test
	void onlyAnAttemptUnderWayHasAPage() {
		assertThat(of(Verdict.MISSING, AttemptState.NEEDED).attempt()).isEqualTo("a1");
		assertThat(of(Verdict.VALID, AttemptState.SCANNED).attempt()).isEqualTo("a1");
		assertThat(of(Verdict.MISSING, AttemptState.FAILED).attempt()).isNull();
		assertThat(of(Verdict.VALID, AttemptState.ACCEPTED).attempt()).isNull();
	}

	@Test
	void anInvitationToRenewHidesNothing() {
		LoginStatus.Attempt invitation = new LoginStatus.Attempt("a1", AttemptState.NEEDED, 0, null, null, null, null,
				null, true, null);
		assertThat(LoginState.of(new LoginStatus("default", session(Verdict.VALID), invitation, 0)).state())
			.isEqualTo(LoginState.State.LOGGED_IN);
	}

	private static LoginState.State state(Verdict verdict, @Nullable AttemptState attempt) {
		return of(verdict, attempt).state();
	}

	private static LoginState of(Verdict verdict, @Nullable AttemptState attempt) {
		return LoginState.of(new LoginStatus("default", session(verdict),
				(attempt != null) ? new LoginStatus.Attempt("a1", attempt, 1, null, null, null, null) : null, 0));
	}

	private static LoginStatus.Session session(Verdict verdict) {
		return (verdict == Verdict.MISSING) ? new LoginStatus.Session(verdict, null, null, null, null)
				: new LoginStatus.Session(verdict, null, WestmoonUser.of(Map.of("id", "1")), NOW, null);
	}

}
