package io.westmoon.login;

import java.time.Instant;
import java.util.function.UnaryOperator;

import io.westmoon.login.SessionCheck.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The session as this process knows it: one immutable value behind one volatile
 * reference, so that a request costs one volatile read.
 */
final class CurrentSession {

	private volatile Known known = new Known(false, null, Verdict.UNKNOWN, null);

	Known get() {
		return this.known;
	}

	/**
	 * Takes what the store holds. The verdict stays if it is the same session.
	 * @return whether there is a session now that was not there before
	 */
	boolean replace(@Nullable WestmoonSession session) {
		return update((old) -> {
			if (session == null) {
				return new Known(true, null, Verdict.MISSING, null);
			}
			if (session.isSameAs(old.session)) {
				return new Known(true, session, old.verdict, old.verifiedAt);
			}
			return new Known(true, session, Verdict.UNKNOWN, null);
		});
	}

	/**
	 * Notes a verdict on the session, unless another one has taken its place.
	 */
	void judge(WestmoonSession session, SessionCheck check) {
		update((old) -> {
			if (!session.isSameAs(old.session) || old.verdict == Verdict.REJECTED) {
				return old;
			}
			return new Known(true, session, check.verdict(), check.beganAt());
		});
	}

	private synchronized boolean update(UnaryOperator<Known> change) {
		Known old = this.known;
		Known next = change.apply(old);
		this.known = next;
		return old.loaded && next.session != null && !next.session.isSameAs(old.session);
	}

	/**
	 * What is known about the session.
	 *
	 * @param loaded whether the store was read at all
	 * @param session the session, if there is one
	 * @param verdict what the platform said last
	 * @param verifiedAt when it was asked
	 */
	record Known(boolean loaded, @Nullable WestmoonSession session, Verdict verdict, @Nullable Instant verifiedAt) {

		/**
		 * Returns the session if it can be sent without asking anybody. The platform's
		 * word counts more than the local clock.
		 */
		@Nullable WestmoonSession usable(Instant now) {
			if (this.session == null || this.verdict == Verdict.REJECTED) {
				return null;
			}
			return (this.verdict == Verdict.VALID || !this.session.isExpired(now)) ? this.session : null;
		}

		/**
		 * Returns the session unless it is known to be dead or another one is wanted.
		 */
		@Nullable WestmoonSession otherThan(WestmoonSession refused) {
			return (this.verdict == Verdict.REJECTED || refused.isSameAs(this.session)) ? null : this.session;
		}

	}

}
