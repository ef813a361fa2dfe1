package io.westmoon.login.client;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.support.UntrustedText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Reads and writes the stored attempt and remembers what it saw last, so that a status
 * costs no I/O. A store that loses what it had acknowledged, since it fails over to an
 * older state or was emptied, gets back what must not get lost: that somebody logged out,
 * and whose the account is. Anything else costs one more scan at worst. Thread-safe.
 */
final class AttemptRepository {

	private static final Log logger = LogFactory.getLog(AttemptRepository.class);

	private static final int MAX_TRIES = 20;

	private static final int TRIES_WITHOUT_PAUSE = 3;

	private static final Duration PAUSE = Duration.ofMillis(20);

	private static final int REMEMBERED_VOIDS = 16;

	private final SessionStore store;

	private final ClientSettings settings;

	private final Sinks.Many<LoginAttempt> seen = Sinks.many().replay().latest();

	private final AtomicLong tickets = new AtomicLong();

	private volatile @Nullable LoginAttempt last;

	private long lastTicket;

	private final Set<String> voids = new LinkedHashSet<>();

	AttemptRepository(SessionStore store, ClientSettings settings) {
		this.store = store;
		this.settings = settings;
	}

	/**
	 * Returns what was seen last; {@code null} if nothing was.
	 */
	@Nullable LoginAttempt last() {
		return this.last;
	}

	/**
	 * Returns the attempt from which the next one is derived.
	 * @param stored the stored attempt; {@code null} if there is none
	 */
	LoginAttempt orBlank(@Nullable LoginAttempt stored) {
		return (stored != null) ? stored
				: LoginAttempt.begin(this.settings.account(), null).toBuilder().version(0).build();
	}

	/**
	 * Tells whether a logout made a session void, as far as this process knows.
	 */
	synchronized boolean isVoid(WestmoonSession session) {
		return !this.voids.isEmpty() && this.voids.contains(session.fingerprint());
	}

	/**
	 * Tells whether a logout made void whatever session an attempt brings, as far as this
	 * process knows.
	 */
	synchronized boolean isVoid(LoginAttempt attempt) {
		return this.voids.contains(attempt.id());
	}

	/**
	 * Returns what is seen from now on, beginning with what was seen last.
	 */
	Flux<LoginAttempt> seen() {
		return this.seen.asFlux().publishOn(this.settings.scheduler());
	}

	Mono<Optional<LoginAttempt>> read() {
		return Mono.defer(() -> {
			// Taken before the reading: what is written meanwhile is newer.
			long ticket = this.tickets.incrementAndGet();
			return this.store.attempt()
				.map((stored) -> BelievableTimes.of(stored, this.settings))
				.singleOptional()
				.flatMap((stored) -> healed(stored.orElse(null)))
				.doOnNext((attempt) -> see(attempt, ticket));
		}).singleOptional();
	}

	/**
	 * Compares what is stored with what this process knows. What is missing is written
	 * again, and counts also if it cannot be.
	 */
	private Mono<LoginAttempt> healed(@Nullable LoginAttempt stored) {
		LoginAttempt known = this.last;
		LoginAttempt missing = lostLogout(stored, known);
		if (missing == null && stored != null && known != null) {
			missing = lostOwner(stored, known);
		}
		if (missing == null) {
			return Mono.justOrEmpty(stored);
		}
		LoginAttempt again = missing;
		return this.store.compareAndSet(again)
			.doOnNext(this::warnOfLoss)
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
		if (stored.state() == AttemptState.LOGGED_OUT || !isVoid(stored)) {
			return null;
		}
		LoginAttempt ended = LoginAttempt.loggedOut(this.settings.account(), stored, List.of());
		return ended.toBuilder().id(stored.id()).voidSessions(remember(ended.voidSessions())).build();
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

	/**
	 * Writes the next version of the attempt, and when it ended if it has.
	 * @return whether it was written; {@code false} if somebody else was faster
	 */
	Mono<Boolean> write(LoginAttempt next) {
		LoginAttempt timed = next.ended(this.settings.clock().instant());
		LoginAttempt before = this.last;
		long begin = this.tickets.get();
		return this.store.compareAndSet(timed)
			.flatMap((written) -> written ? Mono.just(true) : isStored(timed))
			.doOnNext((written) -> {
				if (written) {
					see(timed, isOvertakenByReading(timed, begin) ? 0 : this.tickets.incrementAndGet());
					reportWrite(before, timed);
				}
			});
	}

	private synchronized boolean isOvertakenByReading(LoginAttempt written, long begin) {
		return this.last != null && this.lastTicket > begin && this.last.version() > written.version();
	}

	/**
	 * What is known is not always what the write was derived from: a store's readings may
	 * lag behind. What such a write changed is not known, so it is not reported.
	 */
	private void reportWrite(@Nullable LoginAttempt before, LoginAttempt written) {
		if (written.version() == ((before != null) ? before.version() : 0) + 1) {
			this.settings.instrumentation().attemptWritten(before, written);
		}
	}

	/**
	 * A write whose answer got lost may have been done all the same.
	 */
	private Mono<Boolean> isStored(LoginAttempt next) {
		return this.store.attempt()
			.map((stored) -> Objects.equals(scanToken(stored), scanToken(next)) && stored.version() == next.version()
					&& stored.state() == next.state() && stored.id().equals(next.id()))
			.defaultIfEmpty(false);
	}

	private static @Nullable String scanToken(LoginAttempt attempt) {
		LoginQrCode code = attempt.code();
		return (code != null) ? code.scanToken() : null;
	}

	/**
	 * Changes the attempt, again if somebody else was faster.
	 * @param change returns the next version; {@code null} to leave it as it is
	 * @return what was written, empty if it was left as it is
	 */
	Mono<Optional<LoginAttempt>> update(Function<@Nullable LoginAttempt, @Nullable LoginAttempt> change) {
		return update(change, 1);
	}

	private Mono<Optional<LoginAttempt>> update(Function<@Nullable LoginAttempt, @Nullable LoginAttempt> change,
			int tries) {
		return read().flatMap((stored) -> {
			LoginAttempt next = change.apply(stored.orElse(null));
			if (next == null) {
				return Mono.just(Optional.empty());
			}
			return write(next).flatMap((written) -> {
				if (!written) {
					return again(change, tries);
				}
				warnOfNewOwner(stored.orElse(null), next);
				return Mono.just(Optional.of(next));
			});
		});
	}

	/**
	 * Where nobody is expected, whoever logs in first owns the account from then on. That
	 * may be the wrong person, so it is worth a warning.
	 */
	private void warnOfNewOwner(@Nullable LoginAttempt before, LoginAttempt next) {
		String owner = next.pinnedUserId();
		boolean isNew = owner != null && (before == null || before.pinnedUserId() == null);
		if (owner != null && isNew && this.settings.expectedUserId() == null) {
			logger.warn("User " + UntrustedText.oneLine(owner) + " was the first to log in to Westmoon account '"
					+ this.settings.account()
					+ "', and is the only one who may from now on. If that is the right user, set " + prefix()
					+ ".expected-user-id to that id; if not, log out by WestmoonAuthClient.logout() or a DELETE to the"
					+ " endpoint westmoonlogin");
		}
	}

	private String prefix() {
		String account = this.settings.account();
		return account.equals(WestmoonAuthClient.DEFAULT_ACCOUNT) ? "westmoon.login"
				: "westmoon.login.accounts." + account;
	}

	private Mono<Optional<LoginAttempt>> again(Function<@Nullable LoginAttempt, @Nullable LoginAttempt> change,
			int tries) {
		if (tries == MAX_TRIES) {
			return Mono.error(new SessionStoreException("Others change the login attempt all the time", null));
		}
		Mono<Optional<LoginAttempt>> again = Mono.defer(() -> update(change, tries + 1));
		return (tries <= TRIES_WITHOUT_PAUSE) ? again : Mono.delay(PAUSE, this.settings.scheduler()).then(again);
	}

	/**
	 * Remembers an attempt, unless it was read before what is remembered already.
	 */
	private synchronized void see(LoginAttempt attempt, long ticket) {
		remember(attempt.voidSessions());
		if (ticket > this.lastTicket) {
			this.lastTicket = ticket;
			if (!attempt.equals(this.last)) {
				this.last = attempt;
				this.seen.tryEmitNext(attempt);
				this.settings.instrumentation().attemptSeen(attempt);
			}
		}
	}

	/**
	 * Nothing that was made void is ever good again, so the order of the readings makes
	 * no difference.
	 */
	private synchronized List<String> remember(List<String> made) {
		for (String next : made) {
			// Again at the end, so that what comes up again is forgotten last.
			this.voids.remove(next);
			this.voids.add(next);
		}
		while (this.voids.size() > REMEMBERED_VOIDS) {
			this.voids.remove(this.voids.iterator().next());
		}
		return List.copyOf(this.voids);
	}

}
