package io.westmoon.login.client;

import java.time.Instant;
import java.util.concurrent.TimeoutException;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginCanceledException;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.LoginRejectedException;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.LoginRequiredException.Reason;
import io.westmoon.login.NoSuchAttemptException;
import io.westmoon.login.PlatformException;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.SessionStoreUnreachableException;
import io.westmoon.login.support.DisplayTime;
import org.jspecify.annotations.Nullable;

/**
 * Puts into words why there is no session and what to do. Where to scan is not part of a
 * message, which ends up in logs: the address of a login page is a secret.
 */
final class LoginExceptions {

	private static final String LOGIN = "WestmoonAuthClient.login() or a POST to the endpoint westmoonlogin";

	private final ClientSettings settings;

	private final AttemptRepository attempts;

	private final LoginEvents events;

	LoginExceptions(ClientSettings settings, AttemptRepository attempts, LoginEvents events) {
		this.settings = settings;
		this.attempts = attempts;
		this.events = events;
	}

	/**
	 * The attempt has ended without a session.
	 */
	LoginRequiredException ended(LoginAttempt attempt) {
		return ended(attempt, Reason.LOGIN_FAILED);
	}

	/**
	 * The attempt ended without a session before the call came.
	 */
	LoginRequiredException coolingDown(LoginAttempt attempt) {
		return ended(attempt, Reason.COOL_DOWN);
	}

	private LoginRequiredException ended(LoginAttempt attempt, Reason reason) {
		LoginFailure failure = attempt.failure();
		if (attempt.state() == AttemptState.LOGGED_OUT || failure == null) {
			return problem(Reason.LOGIN_NOT_ALLOWED, "somebody logged out. Log in again by " + LOGIN, null, null);
		}
		Instant until = attempt.coolDownUntil();
		String next = (until == null) ? ""
				: " The next code is asked for after " + DisplayTime.of(until) + ", or at once by " + LOGIN;
		String detail = (failure.detail() != null) ? ". " + failure.detail() : "";
		return switch (failure.kind()) {
			case REJECTED ->
				new LoginRejectedException(reason, account(), "the login was refused on the phone." + next, until);
			case CANCELED ->
				new LoginCanceledException(reason, account(), "the login was cancelled on the phone." + next, until);
			case NOBODY_SCANNED -> problem(reason, "nobody scanned and confirmed a code in time." + next, null, until);
			case EXPIRED -> problem(reason,
					"nobody scanned and confirmed a code in time to renew the session, which still works." + next, null,
					until);
			case WRONG_USER -> problem(reason, "the phone that confirmed belongs to a user who may not log in here."
					+ " Scan with the account's own phone, or log out by"
					+ " WestmoonAuthClient.logout() or a DELETE to the endpoint westmoonlogin to change the user."
					+ next, null, until);
			case SESSION_REJECTED ->
				problem(reason, "the platform does not accept the session that it has just given." + next, null, until);
			case REPLACED_ELSEWHERE ->
				problem(reason, "the sessions were rejected soon after each login" + detail + "." + next, null, until);
			case PLATFORM -> problem(reason, "the platform did not issue a login code." + next + detail, null, until);
		};
	}

	/**
	 * Gives a caller an error of its own in place of one that all callers get, since each
	 * may add to it.
	 */
	static Throwable own(Throwable shared) {
		if (shared instanceof LoginRequiredException required) {
			return required.copy();
		}
		if (shared instanceof PlatformException problem) {
			return problem.copy();
		}
		if (shared instanceof NoSuchAttemptException) {
			return shared;
		}
		String message = (shared instanceof SessionStoreException store) ? String.valueOf(store.getMessage())
				: (shared instanceof TimeoutException) ? "The session store and the platform did not answer in time"
						: "The login ended unexpectedly (" + shared.getClass().getName() + "); call again";
		return (shared instanceof SessionStoreUnreachableException)
				? new SessionStoreUnreachableException(message, shared) : new SessionStoreException(message, shared);
	}

	/**
	 * The store said nothing in the caller's time.
	 * @param problem why it could not be read the last time; {@code null} if it could
	 */
	static Throwable storeWithoutAnswer(@Nullable Throwable problem) {
		return (problem != null) ? own(problem)
				: new SessionStoreException("The session store did not say in time whether there is a session", null);
	}

	/**
	 * The caller's time is over while the login goes on, or while the attempt cannot be
	 * read, so that it cannot go on.
	 */
	Throwable waitedTooLong() {
		LoginAttempt attempt = this.attempts.last();
		if (attempt != null
				&& (attempt.state() == AttemptState.LOGGED_OUT || attempt.isCoolingDown(this.settings.now()))) {
			return coolingDown(attempt);
		}
		LoginQrCode code = (attempt != null) ? attempt.code() : null;
		Throwable unreadable = this.attempts.readProblem();
		if (code == null && unreadable != null) {
			return own(unreadable);
		}
		String where = (attempt != null) ? this.events.scanLocation(attempt) : null;
		if (code == null && where != null) {
			return problem(Reason.WAIT_TIMEOUT,
					"a person has to log in with WeChat on the login page; scanLocation() has its address."
							+ " Then call again",
					where, null);
		}
		if (code == null) {
			return problem(Reason.WAIT_TIMEOUT, "a login is under way and has no code to scan yet. Call again later",
					null, null);
		}
		return problem(Reason.WAIT_TIMEOUT,
				"a code waits to be scanned with WeChat until " + DisplayTime.of(code.expiresAt())
						+ ((where != null) ? "; scanLocation() says where" : "")
						+ ". Scan and confirm it, then call again",
				where, code.expiresAt());
	}

	/**
	 * Only one user's session may be used, and the platform does not say whose this is.
	 */
	LoginRequiredException ownerUnknown(@Nullable PlatformException problem) {
		return problem(Reason.OWNER_UNKNOWN,
				"there is one, but whether it is that of the expected user cannot be told yet, since the"
						+ " platform does not say. Nobody has to scan; call again"
						+ ((problem != null) ? ". " + problem.getMessage() : ""),
				null, null);
	}

	LoginRequiredException tooManyWaiting() {
		LoginAttempt attempt = this.attempts.last();
		LoginQrCode code = (attempt != null) ? attempt.code() : null;
		String where = (attempt != null) ? this.events.scanLocation(attempt) : null;
		return problem(Reason.TOO_MANY_WAITING,
				"more than " + this.settings.maxWaiting() + " calls wait for a login already. Scan the code"
						+ ((where != null) ? " (scanLocation() says where)" : "") + ", then call again",
				where, (code != null) ? code.expiresAt() : null);
	}

	LoginRequiredException reloginDisabled() {
		return problem(Reason.LOGIN_NOT_ALLOWED,
				"there is none, and automatic logins are switched off (westmoon.login.relogin.enabled)." + " Log in by "
						+ LOGIN,
				null, null);
	}

	LoginRequiredException nothingPending() {
		return problem(Reason.OTHER, "no login is pending. Ask for a code by " + LOGIN, null, null);
	}

	LoginRequiredException somethingElsePending() {
		return problem(Reason.OTHER,
				"another code has been scanned and waits to be confirmed on the phone. Confirm it, or log out", null,
				null);
	}

	NoSuchAttemptException noSuchAttempt() {
		return new NoSuchAttemptException(account());
	}

	LoginRequiredException noCodeNeeded() {
		return problem(Reason.OTHER, "the login ended before a code was needed. Call session()", null, null);
	}

	LoginRequiredException closed() {
		return problem(Reason.CLOSED,
				"the application shuts down, or has removed the account. A pending login is finished by whoever needs it next",
				null, null);
	}

	private LoginRequiredException problem(Reason reason, String message, @Nullable String where,
			@Nullable Instant until) {
		return new LoginRequiredException(reason, account(), message, where, until);
	}

	private String account() {
		return this.settings.account();
	}

}
