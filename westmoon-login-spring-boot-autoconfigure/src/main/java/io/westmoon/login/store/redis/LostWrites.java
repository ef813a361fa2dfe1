package io.westmoon.login.store.redis;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Notices that Redis has forgotten what it had acknowledged, as it does when a replica
 * that lags behind takes over, and says what to write again: that somebody logged out,
 * which sessions that made void, and whose the account is. Anything else costs one more
 * scan at worst. Every process that has seen those facts does so; compare-and-set lets
 * one win. Thread-safe.
 */
final class LostWrites {

	private static final Log logger = LogFactory.getLog(LostWrites.class);

	private static final int MAX_VOID_SESSIONS = 16;

	/**
	 * How many versions others write at most between two looks of this process. Further
	 * on, void sessions may be missing since there were many logouts.
	 */
	private static final int MAX_UNSEEN_VERSIONS = 16;

	private final String account;

	private @Nullable LoginAttempt known;

	LostWrites(String account) {
		this.account = account;
	}

	/**
	 * Remembers an attempt that was written.
	 */
	synchronized void written(LoginAttempt attempt) {
		this.known = attempt;
	}

	/**
	 * Compares what is stored with what this process knows, and remembers it.
	 * @param stored what is stored; {@code null} if nothing is
	 * @return what to write; {@code null} if nothing is missing
	 */
	synchronized @Nullable LoginAttempt repair(@Nullable LoginAttempt stored) {
		LoginAttempt known = this.known;
		LoginAttempt repaired = (known != null) ? repair(stored, known) : null;
		if (repaired == null && stored != null) {
			this.known = stored;
		}
		return repaired;
	}

	/**
	 * Notes that what was missing is written again.
	 */
	void repaired() {
		logger.warn("Redis has lost what was written last about account '" + this.account
				+ "', as it does when a replica that lags behind takes over; what matters of it is written again");
	}

	private @Nullable LoginAttempt repair(@Nullable LoginAttempt stored, LoginAttempt known) {
		boolean loggedOut = known.state() == AttemptState.LOGGED_OUT;
		if (stored == null) {
			return loggedOut ? known.toBuilder().version(1).build() : null;
		}
		boolean wentBack = stored.version() <= known.version();
		boolean lacksLogout = isClose(stored, known) && lacksLastVoid(stored, known);
		String owner = known.pinnedUserId();
		boolean lacksOwner = wentBack && owner != null && stored.pinnedUserId() == null
				&& stored.state() != AttemptState.LOGGED_OUT;
		if (!lacksLogout && !lacksOwner) {
			return null;
		}
		LoginAttempt base = (lacksLogout && loggedOut) ? LoginAttempt.loggedOut(this.account, stored, List.of())
				: stored.toBuilder().version(stored.version() + 1).build();
		return base.toBuilder()
			.voidSessions(union(base.voidSessions(), known.voidSessions()))
			.pinnedUserId(owner)
			.build();
	}

	private static boolean isClose(LoginAttempt stored, LoginAttempt known) {
		return stored.version() - known.version() < MAX_UNSEEN_VERSIONS;
	}

	private static boolean lacksLastVoid(LoginAttempt stored, LoginAttempt known) {
		List<String> voids = known.voidSessions();
		return !voids.isEmpty() && !stored.voidSessions().contains(voids.get(voids.size() - 1));
	}

	private static List<String> union(List<String> some, List<String> others) {
		Set<String> union = new LinkedHashSet<>(some);
		union.addAll(others);
		List<String> all = List.copyOf(union);
		return all.subList(Math.max(0, all.size() - MAX_VOID_SESSIONS), all.size());
	}

}
