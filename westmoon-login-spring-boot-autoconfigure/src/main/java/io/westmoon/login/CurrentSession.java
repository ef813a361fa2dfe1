package io.westmoon.login;

import java.time.Clock;
import java.time.Instant;

import io.westmoon.login.SessionCheck.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The session as this process knows it: one immutable value behind one volatile
 * reference, so that a request costs one volatile read.
 */
final class CurrentSession {

	private volatile Known known = new Known(false, null, Verdict.UNKNOWN, null, false);

	private long decisions;

	Known get() {
		return this.known;
	}

	/**
	 * Returns a mark for a reading of the store that begins now.
	 */
	synchronized long beginReading() {
		return this.decisions;
	}

	/**
	 * Takes what a reading of the store found, unless this process has decided otherwise
	 * since the reading began, or holds a session that could not be stored yet.
	 * @param rejected whether the platform is known to have rejected the session
	 * @return whether there is a session now that was not there before
	 */
	synchronized boolean found(@Nullable WestmoonSession session, boolean rejected, long reading) {
		if (reading != this.decisions || (this.known.unsaved && !isNewer(session))) {
			return false;
		}
		boolean isNew = put(session, false);
		if (session != null && rejected) {
			this.known = new Known(true, session, Verdict.REJECTED, this.known.verifiedAt, false);
		}
		return isNew && !rejected;
	}

	/**
	 * Forgets the session.
	 */
	synchronized void forget() {
		this.decisions++;
		put(null, false);
	}

	/**
	 * Makes a session the current one, unless this process has decided otherwise since
	 * the reading that it came of began.
	 * @param unsaved whether the store does not have it yet
	 * @return what became of it
	 */
	synchronized Decision decide(WestmoonSession session, boolean unsaved, long reading) {
		if (reading != this.decisions) {
			return Decision.TOO_LATE;
		}
		this.decisions++;
		return put(session, unsaved) ? Decision.NEW : Decision.KNOWN;
	}

	/**
	 * Notes that the store has the session now.
	 */
	synchronized void saved(WestmoonSession session) {
		if (session.isSameAs(this.known.session)) {
			this.known = new Known(true, session, this.known.verdict, this.known.verifiedAt, false);
		}
	}

	/**
	 * Notes a verdict on the session, unless another one has taken its place.
	 */
	synchronized void judge(WestmoonSession session, SessionCheck check) {
		if (session.isSameAs(this.known.session) && this.known.verdict != Verdict.REJECTED) {
			this.known = new Known(true, this.known.session, check.verdict(), check.beganAt(), this.known.unsaved);
		}
	}

	private boolean put(@Nullable WestmoonSession session, boolean unsaved) {
		Known old = this.known;
		if (session == null) {
			this.known = new Known(true, null, Verdict.MISSING, null, false);
			return false;
		}
		boolean same = session.isSameAs(old.session);
		this.known = same ? new Known(true, session, old.verdict, old.verifiedAt, unsaved)
				: new Known(true, session, Verdict.UNKNOWN, null, unsaved);
		return old.loaded && !same;
	}

	private boolean isNewer(@Nullable WestmoonSession session) {
		WestmoonSession held = this.known.session;
		return session != null && (held == null || session.createdAt().isAfter(held.createdAt()));
	}

	/**
	 * What became of a session that was to be the current one.
	 */
	enum Decision {

		TOO_LATE, KNOWN, NEW

	}

	/**
	 * What is known about the session.
	 *
	 * @param loaded whether the store was read at all
	 * @param session the session, if there is one
	 * @param verdict what the platform said last
	 * @param verifiedAt when it was asked
	 * @param unsaved whether the store does not have the session yet
	 */
	record Known(boolean loaded, @Nullable WestmoonSession session, Verdict verdict, @Nullable Instant verifiedAt,
			boolean unsaved) {

		/**
		 * Returns the session if it can be sent without asking anybody. The platform's
		 * word counts more than the local clock.
		 */
		@Nullable WestmoonSession usable(Clock clock) {
			if (this.session == null || this.verdict == Verdict.REJECTED) {
				return null;
			}
			return (this.verdict == Verdict.VALID || this.session.expiresAt() == null
					|| !this.session.isExpired(clock.instant())) ? this.session : null;
		}

		/**
		 * Returns the session unless it is known to be dead or another one is wanted.
		 */
		@Nullable WestmoonSession otherThan(WestmoonSession refused) {
			return (this.verdict == Verdict.REJECTED || refused.isSameAs(this.session)) ? null : this.session;
		}

	}

}
