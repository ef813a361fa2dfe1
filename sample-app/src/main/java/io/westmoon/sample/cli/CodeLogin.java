package io.westmoon.sample.cli;

import java.time.Clock;
import java.time.Instant;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Logs in with a code.
 */
final class CodeLogin {

	private final WestmoonAuthClient client;

	private final SessionStore store;

	private final Report report;

	private final Interruptible interruptible;

	private final CodeDisplay display;

	private final Instant began = Clock.systemUTC().instant();

	CodeLogin(WestmoonAuthClient client, SessionStore store, Report report, Interruptible interruptible,
			CodeDisplay display) {
		this.client = client;
		this.store = store;
		this.report = report;
		this.interruptible = interruptible;
		this.display = display;
	}

	/**
	 * Shows a code, which stays pending.
	 * @param wait whether to wait for the outcome, too
	 */
	int show(boolean wait) {
		LoginQrCode code;
		try {
			code = this.client.startLogin().block();
		}
		catch (LoginRequiredException ex) {
			return arrivedOrFailed(ex);
		}
		if (code == null) {
			throw new IllegalStateException("The login began without a code");
		}
		this.display.show(code, !wait);
		if (wait) {
			return await(this.client.awaitLogin());
		}
		if (!this.report.json()) {
			this.report.say("code.next");
		}
		return Report.DONE;
	}

	/**
	 * Waits for the login of the code that a scan token names.
	 */
	int poll(String scanToken) {
		return await(this.client.awaitLogin(scanToken));
	}

	/**
	 * Waits for the login that is pending.
	 */
	int resume() {
		LoginAttempt attempt = this.store.attempt().filter(LoginAttempt::isLive).block();
		Instant end = (attempt != null) ? attempt.codeEndsAt() : null;
		if (attempt == null || (end != null && !end.isAfter(this.began))) {
			return this.report.failed(this.report.problems().nothingPending());
		}
		return await(this.client.awaitLogin());
	}

	private int await(Mono<WestmoonSession> outcome) {
		Disposable progress = this.client.events().subscribe(this::tell);
		try {
			this.interruptible.waiting();
			this.report.say("login.waiting");
			WestmoonSession session = outcome.block();
			if (session == null) {
				throw new IllegalStateException("The login ended without a session");
			}
			return this.report.loggedIn(stored(session));
		}
		catch (LoginRequiredException ex) {
			return arrivedOrFailed(ex);
		}
		finally {
			progress.dispose();
		}
	}

	/**
	 * The login may have ended between two steps of this command, or in another process.
	 */
	private int arrivedOrFailed(LoginRequiredException ex) {
		WestmoonSession session = this.store.load().block();
		if (session != null && !session.createdAt().isBefore(this.began)) {
			return this.report.loggedIn(session);
		}
		return this.interruptible.isInterrupted() ? Report.NOT_DONE
				: this.report.failed(this.report.problems().of(ex, this.client));
	}

	/**
	 * The user may have arrived after the session.
	 */
	private WestmoonSession stored(WestmoonSession session) {
		WestmoonSession stored = this.store.load().block();
		return (stored != null && stored.isSameAs(session)) ? stored : session;
	}

	private void tell(LoginEvent event) {
		if (event instanceof LoginEvent.Scanned) {
			this.report.say("login.scanned");
		}
		else if (event instanceof LoginEvent.WrongUser) {
			this.report.say("problem.WRONG_USER", "");
		}
	}

}
