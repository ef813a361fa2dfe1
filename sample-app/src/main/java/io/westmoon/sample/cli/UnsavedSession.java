package io.westmoon.sample.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a session is stored that the client has and could not store at once, for
 * instance since the disk is full.
 */
final class UnsavedSession {

	private static final Duration TICK = Duration.ofMillis(500);

	private static final Duration PATIENCE = Duration.ofMinutes(10);

	private final SessionStore store;

	private final Report report;

	private final Interruptible interruptible;

	private boolean loggedOut;

	UnsavedSession(SessionStore store, Report report, Interruptible interruptible) {
		this.store = store;
		this.report = report;
		this.interruptible = interruptible;
	}

	/**
	 * Waits until a session, or one that has taken its place, is stored. Blocks.
	 * @return why it is not stored; {@code null} if it is
	 */
	@Nullable SessionStoreException await(WestmoonSession session) {
		Instant end = Clock.systemUTC().instant().plus(PATIENCE);
		for (boolean told = false;; told = true) {
			SessionStoreException problem = store(session);
			if (problem == null) {
				return null;
			}
			if (!told && !this.loggedOut) {
				this.report.say("login.unstored", Problems.reason(problem));
				this.interruptible.unstored(problem);
			}
			if (this.loggedOut || !Clock.systemUTC().instant().isBefore(end)) {
				return problem;
			}
			try {
				Thread.sleep(TICK.toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return problem;
			}
		}
	}

	/**
	 * Looks, and tries by itself: the client tries again less and less often. The client
	 * ends the attempt with the session when it is closed at the latest.
	 */
	private @Nullable SessionStoreException store(WestmoonSession session) {
		try {
			WestmoonSession stored = this.store.load().block();
			if (stored != null && (stored.isSameAs(session) || stored.createdAt().isAfter(session.createdAt()))) {
				return null;
			}
			LoginAttempt attempt = this.store.attempt().block();
			if (attempt != null && attempt.state() == AttemptState.LOGGED_OUT) {
				this.loggedOut = true;
				return new SessionStoreException("Somebody has logged out meanwhile", null);
			}
			this.store.save(session).block();
			return null;
		}
		catch (SessionStoreException ex) {
			return ex;
		}
	}

}
