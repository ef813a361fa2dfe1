package io.westmoon.login.page;

import java.time.Instant;
import java.util.Objects;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.SessionCheck.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What the overview shows of an account, in the words of one language.
 *
 * @param loggedIn whether there is a session that the platform accepts, as far as known
 * @param user the name of who is logged in, empty if unknown; foreign text on one line
 * @param expiresAt when the session ends; {@code null} if there is none, or if unknown
 * @param why why a login is needed, how it goes on, or how the last one ended; empty if
 * there is nothing to say
 * @param said what the platform said, or empty; foreign text on one line
 * @param coolDownUntil until when no code is asked for by itself; {@code null} if it may
 * be
 * @param waiting how many calls wait, or empty
 * @param link the id of the login that waits; {@code null} if none does
 */
record AccountView(boolean loggedIn, String user, @Nullable Instant expiresAt, String why, String said,
		@Nullable Instant coolDownUntil, String waiting, @Nullable String link) {

	static AccountView of(LoginStatus status, PageMessages texts, Instant now) {
		LoginStatus.Session session = status.session();
		LoginStatus.Attempt attempt = status.attempt();
		boolean live = attempt != null && AttemptView.isLive(attempt);
		boolean loggedIn = session.verdict() == Verdict.VALID || session.verdict() == Verdict.UNKNOWN;
		AttemptView view = (attempt != null) ? AttemptView.of(attempt, now) : null;
		String said = (view != null && view.said() != null && (live || !loggedIn)) ? texts.get("said", view.said())
				: "";
		Instant coolDownUntil = (attempt != null && (live || !loggedIn)) ? attempt.coolDownUntil() : null;
		return new AccountView(loggedIn, Objects.requireNonNullElse(AttemptView.name(session.user()), ""),
				loggedIn ? session.expiresAt() : null, why(texts, session.verdict(), loggedIn, attempt), said,
				(coolDownUntil != null && coolDownUntil.isAfter(now)) ? coolDownUntil : null,
				waiting(texts, status.waiting()), (live && attempt != null) ? attempt.id() : null);
	}

	private static String why(PageMessages texts, Verdict verdict, boolean loggedIn,
			LoginStatus.@Nullable Attempt attempt) {
		LoginFailure failure = (attempt != null) ? attempt.failure() : null;
		if (attempt != null && AttemptView.isLive(attempt)) {
			if (failure != null && failure.kind() == LoginFailure.Kind.WRONG_USER) {
				return texts.get("overview.why.WRONG_USER");
			}
			if (failure != null) {
				return texts.get("problem." + failure.kind());
			}
			boolean invites = attempt.renewal() && attempt.state() == AttemptState.NEEDED;
			return texts.get("overview.why." + (invites ? "RENEWAL" : attempt.state()));
		}
		if (loggedIn) {
			return "";
		}
		if (attempt != null && attempt.state() == AttemptState.LOGGED_OUT) {
			return texts.get("overview.why.LOGGED_OUT");
		}
		if (attempt != null && attempt.state() == AttemptState.FAILED && failure != null) {
			return texts.get("overview.failed", texts.get("problem." + failure.kind()));
		}
		return texts.get((verdict == Verdict.REJECTED) ? "overview.why.REJECTED" : "overview.why.NONE");
	}

	private static String waiting(PageMessages texts, int calls) {
		if (calls == 0) {
			return "";
		}
		return (calls == 1) ? texts.get("overview.waiting.one")
				: texts.get("overview.waiting", Integer.toString(calls));
	}

}
