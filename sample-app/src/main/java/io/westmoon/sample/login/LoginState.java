package io.westmoon.sample.login;

import java.time.Instant;

import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonUser;
import org.jspecify.annotations.Nullable;

/**
 * The state of the login as the desk shows it, without secrets.
 *
 * @param state how things stand
 * @param user the name of the user who is logged in; {@code null} if unknown
 * @param sessionEndsAt when the session ends; {@code null} if unknown
 * @param attempt the id of the login under way, which names its page; {@code null} if
 * there is none
 * @param failure why the last login failed; {@code null} if it did not
 * @param nextCodeAt until when no code is asked for by itself; {@code null} if a request
 * asks for one
 * @param waiting how many requests wait for the login
 */
record LoginState(State state, @Nullable String user, @Nullable Instant sessionEndsAt, @Nullable String attempt,
		LoginFailure.@Nullable Kind failure, @Nullable Instant nextCodeAt, int waiting) {

	static LoginState of(LoginStatus status) {
		LoginStatus.Session session = status.session();
		LoginStatus.Attempt attempt = status.attempt();
		WestmoonUser user = session.user();
		String name = (user == null) ? null : (user.name() != null) ? user.name() : user.id();
		State state = state(session, attempt);
		if (attempt == null || state == State.LOGGED_IN) {
			return new LoginState(state, name, session.expiresAt(), null, null, null, status.waiting());
		}
		LoginFailure failure = attempt.failure();
		return new LoginState(state, name, session.expiresAt(), state.isUnderWay() ? attempt.id() : null,
				(failure != null) ? failure.kind() : null, attempt.coolDownUntil(), status.waiting());
	}

	private static State state(LoginStatus.Session session, LoginStatus.@Nullable Attempt attempt) {
		boolean usable = session.createdAt() != null && session.verdict() != Verdict.REJECTED;
		State without = (attempt == null) ? State.NONE : switch (attempt.state()) {
			case NEEDED, CONFIRMED -> State.PREPARING;
			case SHOWN -> State.CODE;
			case SCANNED -> State.SCANNED;
			case FAILED -> State.FAILED;
			case ACCEPTED -> State.NONE;
			case LOGGED_OUT -> State.LOGGED_OUT;
		};
		boolean invited = attempt != null && attempt.renewal() && without == State.PREPARING;
		boolean idle = without == State.NONE || without == State.FAILED || invited;
		return (usable && idle) ? State.LOGGED_IN : without;
	}

	/**
	 * How things stand.
	 */
	enum State {

		/** Nobody is logged in; the next request asks for a code. */
		NONE,

		/** Somebody logged out; only a person asks for a code. */
		LOGGED_OUT,

		/** A code is on its way, or has just been confirmed. */
		PREPARING,

		/** A code waits to be scanned. */
		CODE,

		/** The code was scanned and waits to be confirmed on the phone. */
		SCANNED,

		/** There is a session. */
		LOGGED_IN,

		/** The last login failed. */
		FAILED;

		private boolean isUnderWay() {
			return this == PREPARING || this == CODE || this == SCANNED;
		}

	}

}
