package io.westmoon.login.client;

import java.util.List;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Gives a store that loses what it had acknowledged, since it fails over to an older
 * state or was emptied, back what must not get lost: that somebody logged out, and whose
 * the account is. Anything else costs one more scan at worst. Thread-safe.
 */
final class AttemptRepair {

	private static final Log logger = LogFactory.getLog(AttemptRepair.class);

	private final SessionStore store;

	private final ClientSettings settings;

	private final VoidSessions voids;

	private volatile @Nullable Throwable problem;

	AttemptRepair(SessionStore store, ClientSettings settings, VoidSessions voids) {
		this.store = store;
		this.settings = settings;
		this.voids = voids;
	}

	@Nullable Throwable problem() {
		return this.problem;
	}

	/**
	 * Compares what is stored with what this process knows. What is missing is written
	 * again, and counts also if it cannot be.
	 * @param stored the stored attempt; {@code null} if there is none
	 * @param known what this process saw last; {@code null} if it saw none
	 * @return what counts, empty if there is nothing
	 */
	Mono<LoginAttempt> repaired(@Nullable LoginAttempt stored, @Nullable LoginAttempt known) {
		LoginAttempt missing = lostLogout(stored, known);
		if (missing == null && stored != null && known != null) {
			missing = lostOwner(stored, known);
		}
		if (missing == null) {
			this.problem = null;
			return Mono.justOrEmpty(stored);
		}
		LoginAttempt again = missing;
		return this.store.compareAndSet(again)
			.doOnNext(this::warnOfLoss)
			.doOnSuccess((written) -> this.problem = null)
			.doOnError((problem) -> this.problem = problem)
			.onErrorReturn(SessionStoreException.class, false)
			.map((written) -> written ? again : again.toBuilder().version(again.version() - 1).build());
	}

	/**
	 * An attempt that a logout ended is there again, or nothing is there after a logout.
	 */
	private @Nullable LoginAttempt lostLogout(@Nullable LoginAttempt stored, @Nullable LoginAttempt known) {
		if (stored == null) {
			return (known != null && known.state() == AttemptState.LOGGED_OUT) ? known.toBuilder().version(1).build()
					: null;
		}
		if (stored.state() == AttemptState.LOGGED_OUT || !this.voids.contain(stored)) {
			return null;
		}
		LoginAttempt ended = LoginAttempt.loggedOut(this.settings.account(), stored, List.of());
		return ended.toBuilder().id(stored.id()).voidSessions(this.voids.add(ended.voidSessions())).build();
	}

	/**
	 * An attempt that is no newer than one which named the owner does not name anybody.
	 */
	private static @Nullable LoginAttempt lostOwner(LoginAttempt stored, LoginAttempt known) {
		String owner = known.pinnedUserId();
		boolean mayLack = stored.version() > known.version() || stored.state() == AttemptState.LOGGED_OUT;
		return (owner == null || stored.pinnedUserId() != null || mayLack) ? null : stored.pinned(owner);
	}

	private void warnOfLoss(boolean written) {
		if (written) {
			logger.warn("The store has lost what was written last about account '" + this.settings.account()
					+ "', as it does when a replica that lags behind takes over; what matters of it is written again");
		}
	}

}
