package io.westmoon.login.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.support.Backoff;
import io.westmoon.login.support.UntrustedText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Reads and writes the stored attempt and remembers what it saw last, so that a status
 * costs no I/O. Thread-safe.
 */
final class AttemptRepository {

	private static final Log logger = LogFactory.getLog(AttemptRepository.class);

	private static final int MAX_REPEATS = 14;

	private static final int REPEATS_WITHOUT_PAUSE = 3;

	private static final Backoff PAUSES = new Backoff(Duration.ofMillis(20), Duration.ofMillis(500));

	private final SessionStore store;

	private final ClientSettings settings;

	private final Sinks.Many<LoginAttempt> seen = Sinks.many().replay().latest();

	private final AtomicLong tickets = new AtomicLong();

	private volatile @Nullable LoginAttempt last;

	private volatile @Nullable Throwable readProblem;

	private long lastTicket;

	private final VoidSessions voids = new VoidSessions();

	private final AttemptRepair repair;

	AttemptRepository(SessionStore store, ClientSettings settings) {
		this.store = store;
		this.settings = settings;
		this.repair = new AttemptRepair(store, settings, this.voids);
	}

	/**
	 * Returns what was seen last; {@code null} if nothing was.
	 */
	@Nullable LoginAttempt last() {
		return this.last;
	}

	/**
	 * Returns why the last reading failed; {@code null} if it did not fail.
	 */
	@Nullable Throwable readProblem() {
		return this.readProblem;
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
	 * Tells whether an attempt can take in a session that the platform gave.
	 */
	static boolean canKeepSession(LoginAttempt attempt) {
		return switch (attempt.state()) {
			case NEEDED, SHOWN, SCANNED, FAILED -> true;
			case CONFIRMED, ACCEPTED, LOGGED_OUT -> false;
		};
	}

	/**
	 * Tells whether a logout made a session void, as far as this process knows.
	 */
	boolean isVoid(WestmoonSession session) {
		return this.voids.contain(session);
	}

	/**
	 * Returns why what the store has lost is not written again yet; {@code null} if
	 * nothing is missing.
	 */
	@Nullable Throwable unrepaired() {
		return this.repair.problem();
	}

	/**
	 * Notes which attempt brought a session: a logout that makes the attempt void makes
	 * the session void, also where nobody has written the session yet.
	 */
	void cameOf(WestmoonSession session, LoginAttempt attempt) {
		this.voids.cameOf(session, attempt);
	}

	/**
	 * Makes void a session that a logout has overtaken: a write of it may take effect
	 * later.
	 */
	void overtaken(WestmoonSession session) {
		this.voids.add(session);
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
				.doOnSuccess((stored) -> this.readProblem = null)
				.doOnError((error) -> this.readProblem = error)
				.map(this::believable)
				.singleOptional()
				.flatMap((stored) -> this.repair.repaired(stored.orElse(null), this.last))
				.doOnNext((attempt) -> see(attempt, ticket));
		}).singleOptional();
	}

	/**
	 * Ignores timestamps that are so far in the future that no engine can have written
	 * them: the clock was set back meanwhile, or the record is corrupt.
	 */
	private LoginAttempt believable(LoginAttempt attempt) {
		Instant latest = this.settings.now().plus(ClientSettings.SKEW);
		return attempt.toBuilder()
			.beganAt(upTo(latest, attempt.beganAt()))
			.endedAt(upTo(latest, attempt.endedAt()))
			.coolDownUntil(upTo(latest.plus(this.settings.coolDowns().bound()), attempt.coolDownUntil()))
			.watchedUntil(upTo(latest.plus(ClientSettings.VIEWER_TTL), attempt.watchedUntil()))
			.build();
	}

	private static @Nullable Instant upTo(Instant latest, @Nullable Instant time) {
		return (time == null || time.isAfter(latest)) ? null : time;
	}

	/**
	 * Writes the next version of the attempt, and when it ended if it has.
	 * @param before the attempt that it was derived from; {@code null} if there was none
	 * @return whether it was written; {@code false} if somebody else was faster
	 */
	Mono<Boolean> write(@Nullable LoginAttempt before, LoginAttempt next) {
		LoginAttempt timed = next.ended(this.settings.now());
		long begin = this.tickets.get();
		return this.store.compareAndSet(timed)
			.flatMap((written) -> written ? Mono.just(true) : isStored(before, timed))
			.onErrorResume(SessionStoreException.class,
					(error) -> isStored(before, timed).filter((stored) -> stored).switchIfEmpty(Mono.error(error)))
			.doOnNext((written) -> {
				if (written) {
					see(timed, isOvertakenByReading(timed, begin) ? 0 : this.tickets.incrementAndGet());
					this.settings.instrumentation().attemptWritten(before, timed);
				}
			});
	}

	private synchronized boolean isOvertakenByReading(LoginAttempt written, long begin) {
		return this.last != null && this.lastTicket > begin && this.last.version() > written.version();
	}

	/**
	 * A write whose answer got lost may have been done all the same. Where it began an
	 * attempt, others may have gone on with that one since.
	 */
	private Mono<Boolean> isStored(@Nullable LoginAttempt before, LoginAttempt next) {
		boolean begins = before == null || !before.id().equals(next.id());
		return this.store.attempt()
			.map((stored) -> essence(stored).equals(essence(next))
					|| (begins && stored.id().equals(next.id()) && stored.version() > next.version()))
			.defaultIfEmpty(false);
	}

	/**
	 * Returns what stays the same in a store, which may keep a picture elsewhere, and the
	 * times of a session less exactly.
	 */
	private static List<Object> essence(LoginAttempt attempt) {
		return List.of(attempt.toBuilder().code(null).confirmed(null).build(),
				Optional.ofNullable(attempt.code()).map(LoginQrCode::scanToken),
				Optional.ofNullable(attempt.confirmed()).map(WestmoonSession::accessToken));
	}

	/**
	 * Changes the attempt, again if somebody else was faster.
	 * @param change returns the next version; {@code null} to leave it as it is
	 * @return what was written, empty if it was left as it is
	 */
	Mono<Optional<LoginAttempt>> update(Function<@Nullable LoginAttempt, @Nullable LoginAttempt> change) {
		return read().flatMap((stored) -> {
			LoginAttempt next = change.apply(stored.orElse(null));
			if (next == null) {
				return Mono.just(Optional.<LoginAttempt>empty());
			}
			return write(stored.orElse(null), next).filter((written) -> written).map((written) -> {
				warnOfNewOwner(stored.orElse(null), next);
				return Optional.of(next);
			});
		}).repeatWhenEmpty((repeats) -> repeats.concatMap(this::pause));
	}

	private Mono<Long> pause(long repeats) {
		if (repeats == MAX_REPEATS) {
			return Mono.error(new SessionStoreException("Others change the login attempt all the time", null));
		}
		return (repeats < REPEATS_WITHOUT_PAUSE) ? Mono.just(repeats)
				: Mono.delay(PAUSES.delay((int) repeats - REPEATS_WITHOUT_PAUSE), this.settings.scheduler());
	}

	/**
	 * Where nobody is expected, whoever logs in first owns the account from then on. That
	 * may be the wrong person, so the process that writes it down warns of it.
	 */
	private void warnOfNewOwner(@Nullable LoginAttempt before, LoginAttempt written) {
		String owner = written.pinnedUserId();
		String account = this.settings.account();
		if (owner == null || (before != null && before.pinnedUserId() != null)
				|| this.settings.expectedUserId() != null) {
			return;
		}
		String prefix = account.equals(WestmoonAuthClient.DEFAULT_ACCOUNT) ? "westmoon.login"
				: "westmoon.login.accounts." + account;
		logger.warn("User " + UntrustedText.oneLine(owner) + " was the first to log in to Westmoon account '" + account
				+ "', and is the only one who may from now on. If that is the right user, set " + prefix
				+ ".expected-user-id to that id; if not, log out by WestmoonAuthClient.logout() or a DELETE to the"
				+ " endpoint westmoonlogin");
	}

	/**
	 * Remembers an attempt, unless it was read before what is remembered already.
	 */
	private synchronized void see(LoginAttempt attempt, long ticket) {
		this.voids.add(attempt.voidSessions());
		if (ticket > this.lastTicket) {
			this.lastTicket = ticket;
			if (!attempt.equals(this.last)) {
				this.last = attempt;
				this.seen.tryEmitNext(attempt);
				this.settings.instrumentation().attemptSeen(attempt);
			}
		}
	}

}
