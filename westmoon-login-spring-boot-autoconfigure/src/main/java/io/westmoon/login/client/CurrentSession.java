package io.westmoon.login.client;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.westmoon.login.SessionCheck;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import org.jspecify.annotations.Nullable;

/**
 * The session as this process knows it: one immutable value behind one volatile
 * reference, so that a request costs one volatile read. Where a user is expected, a
 * session is used only after the platform has told this process that it is that user's:
 * what the store says was written by whoever can write there.
 */
final class CurrentSession {

	private static final int REMEMBERED_SESSIONS = 16;

	private static final int HELD_SESSIONS = 4;

	private final @Nullable String expectedUserId;

	private volatile Known known = new Known(false, null, Verdict.UNKNOWN, null, false, false);

	private final Set<String> rejected = new LinkedHashSet<>();

	private final Map<String, String> owners = new LinkedHashMap<>();

	private final Deque<WestmoonSession> held = new ArrayDeque<>();

	private volatile @Nullable Throwable voidLeft;

	private volatile @Nullable Throwable readProblem;

	private long decisions;

	CurrentSession(@Nullable String expectedUserId) {
		this.expectedUserId = expectedUserId;
	}

	Known get() {
		return this.known;
	}

	/**
	 * Notes whether a session from before a logout was removed from the store.
	 * @param problem why not; {@code null} if it was
	 */
	void voidLeft(@Nullable Throwable problem) {
		this.voidLeft = problem;
	}

	/**
	 * Returns why a session from before a logout is in the store still, though nobody
	 * uses it; {@code null} if there is none.
	 */
	@Nullable Throwable voidLeft() {
		return this.voidLeft;
	}

	/**
	 * Notes whether the store could be read.
	 * @param problem why not; {@code null} if it could
	 */
	void readProblem(@Nullable Throwable problem) {
		this.readProblem = problem;
	}

	/**
	 * Returns why the last reading of the store failed; {@code null} if it did not fail.
	 */
	@Nullable Throwable readProblem() {
		return this.readProblem;
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
	 * @return whether there is a session now that was not there before
	 */
	synchronized boolean found(@Nullable WestmoonSession session, long reading) {
		if (reading != this.decisions || (this.known.unsaved && !isNewer(session))) {
			return false;
		}
		return put(session, false);
	}

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

	synchronized void saved(WestmoonSession session) {
		if (session.isSameAs(this.known.session)) {
			this.known = new Known(true, session, this.known.verdict, this.known.verifiedAt, false, this.known.trusted);
		}
	}

	/**
	 * Returns the sessions that this process held last, the current one included. The
	 * store may bring back each of them: a write can take effect long after others have
	 * replaced or removed the session.
	 */
	synchronized List<WestmoonSession> held() {
		return List.copyOf(this.held);
	}

	/**
	 * Forgets the session if something is known of it, such as that a logout of another
	 * process made it void before it could be stored, or that it is a certain one.
	 */
	synchronized void forgetIf(Predicate<WestmoonSession> condition) {
		WestmoonSession session = this.known.session;
		if (session != null && condition.test(session)) {
			forget();
		}
	}

	/**
	 * Tells whether the platform has rejected the session before, which is final.
	 */
	synchronized boolean isRejected(WestmoonSession session) {
		return this.rejected.contains(session.accessToken());
	}

	/**
	 * Tells whether the session may be used as far as its user is concerned.
	 */
	synchronized boolean isTrusted(WestmoonSession session) {
		return this.expectedUserId == null || this.expectedUserId.equals(this.owners.get(session.accessToken()));
	}

	/**
	 * Tells whether the session is known to be somebody's who is not expected. The
	 * platform's word counts more than the store's.
	 */
	synchronized boolean isForeign(WestmoonSession session) {
		String owner = this.owners.getOrDefault(session.accessToken(), session.userId());
		return this.expectedUserId != null && owner != null && !this.expectedUserId.equals(owner);
	}

	private void noteOwner(WestmoonSession session, SessionCheck check) {
		WestmoonUser user = check.user();
		if (check.verdict() == Verdict.VALID && user != null && user.id() != null) {
			this.owners.put(session.accessToken(), user.id());
			if (this.owners.size() > REMEMBERED_SESSIONS) {
				this.owners.remove(this.owners.keySet().iterator().next());
			}
		}
	}

	/**
	 * Notes a verdict on the session, unless another one has taken its place. A rejection
	 * is remembered either way.
	 */
	synchronized void judge(WestmoonSession session, SessionCheck check) {
		noteOwner(session, check);
		if (check.verdict() == Verdict.REJECTED && this.rejected.add(session.accessToken())
				&& this.rejected.size() > REMEMBERED_SESSIONS) {
			this.rejected.remove(this.rejected.iterator().next());
		}
		if (session.isSameAs(this.known.session) && isForeign(session)) {
			put(null, false);
		}
		else if (session.isSameAs(this.known.session) && this.known.verdict != Verdict.REJECTED) {
			this.known = new Known(true, this.known.session, check.verdict(), check.beganAt(), this.known.unsaved,
					isTrusted(session));
		}
	}

	private boolean put(@Nullable WestmoonSession session, boolean unsaved) {
		Known old = this.known;
		if (session == null) {
			this.known = new Known(true, null, Verdict.MISSING, null, false, false);
			return false;
		}
		boolean same = session.isSameAs(old.session);
		boolean rejected = isRejected(session);
		if (!same) {
			this.held.removeIf(session::isSameAs);
			this.held.add(session);
			if (this.held.size() > HELD_SESSIONS) {
				this.held.remove();
			}
		}
		this.known = same ? new Known(true, session, old.verdict, old.verifiedAt, unsaved, old.trusted) : new Known(
				true, session, rejected ? Verdict.REJECTED : Verdict.UNKNOWN, null, unsaved, isTrusted(session));
		return old.loaded && !same && !rejected;
	}

	private boolean isNewer(@Nullable WestmoonSession session) {
		WestmoonSession held = this.known.session;
		return session != null && (held == null || session.createdAt().isAfter(held.createdAt()));
	}

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
	 * @param trusted whether the session is the expected user's, or none is expected
	 */
	record Known(boolean loaded, @Nullable WestmoonSession session, Verdict verdict, @Nullable Instant verifiedAt,
			boolean unsaved, boolean trusted) {

		/**
		 * Returns the session if it can be sent without asking anybody. The platform's
		 * word counts more than the local clock.
		 */
		@Nullable WestmoonSession usable(Clock clock) {
			if (this.session == null || !this.trusted || this.verdict == Verdict.REJECTED) {
				return null;
			}
			return (this.verdict == Verdict.VALID || !this.session.isExpired(clock.instant())) ? this.session : null;
		}

		/**
		 * Returns the session unless it is known to be dead, another one is wanted, or
		 * whose it is has to be found out first.
		 */
		@Nullable WestmoonSession otherThan(WestmoonSession refused) {
			return (!this.trusted || this.verdict == Verdict.REJECTED || refused.isSameAs(this.session)) ? null
					: this.session;
		}

	}

}
