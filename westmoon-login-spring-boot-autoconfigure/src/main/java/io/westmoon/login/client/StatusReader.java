package io.westmoon.login.client;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginInstrumentation;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.client.CurrentSession.Known;

/**
 * Tells what is known about an account. Thread-safe.
 */
final class StatusReader implements LoginInstrumentation.Account {

	private final ClientSettings settings;

	private final CurrentSession current;

	private final AttemptRepository attempts;

	private final SharedLogin login;

	private final LoginEvents events;

	private final GuardedStore store;

	private final SessionLookup lookup;

	StatusReader(ClientSettings settings, CurrentSession current, AttemptRepository attempts, SharedLogin login,
			LoginEvents events, GuardedStore store, SessionLookup lookup) {
		this.settings = settings;
		this.current = current;
		this.attempts = attempts;
		this.login = login;
		this.events = events;
		this.store = store;
		this.lookup = lookup;
	}

	@Override
	public String name() {
		return this.settings.account();
	}

	@Override
	public LoginStatus.Session session() {
		Known known = this.current.get();
		WestmoonSession session = known.session();
		return (session != null)
				? new LoginStatus.Session(known.verdict(), known.verifiedAt(), session.user(), session.createdAt(),
						session.expiresAt(), endsSoon(known, session))
				: new LoginStatus.Session(known.verdict(), null, null, null, null);
	}

	private boolean endsSoon(Known known, WestmoonSession session) {
		LoginAttempt attempt = this.attempts.last();
		boolean reminded = attempt != null && attempt.reminders() > 0
				&& session.fingerprint().equals(attempt.renewalOf());
		return known.verdict() != Verdict.REJECTED
				&& (reminded || this.settings.renewal().isSoon(session, this.settings.now()));
	}

	@Override
	public int waiting() {
		return this.login.waiting();
	}

	LoginStatus status() {
		LoginAttempt attempt = this.attempts.last();
		return new LoginStatus(this.settings.account(), session(), (attempt != null) ? describe(attempt) : null,
				waiting(), this.store.problem(), this.lookup.purposes());
	}

	private LoginStatus.Attempt describe(LoginAttempt attempt) {
		LoginQrCode code = attempt.code();
		return new LoginStatus.Attempt(attempt.id(), attempt.state(), attempt.unnoticedCodes(),
				(code != null) ? code.expiresAt() : null, this.events.scanLocation(attempt), attempt.failure(),
				attempt.coolDownUntil(), attempt.endedAt(), attempt.isRenewal(), attempt.nextNoticeAt());
	}

}
