package io.westmoon.login.client;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.RetryBackoffSpec;

/**
 * Reads and writes the stored attempt and remembers what it saw last, so that a status
 * costs no I/O. A passing fault of the store is tried again.
 */
final class AttemptRepository {

	private static final Log logger = LogFactory.getLog(AttemptRepository.class);

	private static final int CONTENDED = 100;

	private final SessionStore store;

	private final RetryBackoffSpec storeRetry;

	private final Sinks.Many<LoginAttempt> seen = Sinks.many().replay().latest();

	private final AtomicLong tickets = new AtomicLong();

	private final ClientSettings settings;

	private final Scheduler scheduler;

	private volatile @Nullable LoginAttempt last;

	private long lastTicket;

	AttemptRepository(SessionStore store, ClientSettings settings) {
		this.store = store;
		this.settings = settings;
		this.scheduler = settings.scheduler();
		this.storeRetry = settings.storeRetry();
	}

	/**
	 * Returns what was seen last; {@code null} if nothing was.
	 */
	@Nullable LoginAttempt last() {
		return this.last;
	}

	/**
	 * Returns what is seen from now on, beginning with what was seen last.
	 */
	Flux<LoginAttempt> seen() {
		return this.seen.asFlux().publishOn(this.scheduler);
	}

	Mono<LoginAttempt> read() {
		return Mono.defer(() -> {
			long ticket = this.tickets.incrementAndGet();
			return this.store.attempt()
				.map(this::believable)
				.retryWhen(this.storeRetry)
				.doOnNext((attempt) -> see(attempt, ticket));
		});
	}

	/**
	 * Ignores timestamps that are so far in the future that no engine can have written
	 * them: the clock was set back meanwhile, or the record is corrupt.
	 */
	private LoginAttempt believable(LoginAttempt attempt) {
		Instant latest = this.settings.clock().instant().plus(ClientSettings.SKEW);
		LoginAttempt.Builder believable = attempt.toBuilder();
		if (isAfter(attempt.coolDownUntil(), latest.plus(this.settings.coolDowns().bound()))) {
			believable.coolDownUntil(null);
		}
		if (isAfter(attempt.watchedUntil(), latest.plus(ClientSettings.VIEWER_TTL))) {
			believable.watchedUntil(null);
		}
		return believable.build();
	}

	private static boolean isAfter(@Nullable Instant time, Instant latest) {
		return time != null && time.isAfter(latest);
	}

	Mono<Boolean> write(LoginAttempt next) {
		return Mono.defer(() -> {
			AtomicBoolean failed = new AtomicBoolean();
			return this.store.compareAndSet(next)
				.doOnError((error) -> failed.set(true))
				.retryWhen(this.storeRetry)
				.flatMap((written) -> (!written && failed.get()) ? isStored(next) : Mono.just(written));
		}).doOnNext((written) -> {
			if (written) {
				see(next, this.tickets.incrementAndGet());
			}
		});
	}

	/**
	 * A write whose answer got lost may have been done all the same.
	 */
	private Mono<Boolean> isStored(LoginAttempt written) {
		return this.store.attempt()
			.map((stored) -> stored.version() == written.version() && stored.state() == written.state()
					&& stored.id().equals(written.id()))
			.defaultIfEmpty(false);
	}

	/**
	 * Changes the attempt, again if somebody else was faster.
	 * @param change returns the next version; {@code null} to leave it as it is
	 * @return what was written, empty if it was left as it is
	 */
	Mono<LoginAttempt> update(Function<@Nullable LoginAttempt, @Nullable LoginAttempt> change) {
		return Mono.defer(() -> read().map(Optional::of).defaultIfEmpty(Optional.empty()).flatMap((stored) -> {
			LoginAttempt next = change.apply(stored.orElse(null));
			return (next == null) ? Mono.just(Optional.<LoginAttempt>empty())
					: write(next).filter(Boolean::booleanValue).map((written) -> Optional.of(next));
		}))
			.repeatWhenEmpty(CONTENDED, (tries) -> tries)
			.onErrorMap(IllegalStateException.class,
					(error) -> new SessionStoreException("The login attempt is changed by others all the time", error))
			.flatMap(Mono::justOrEmpty);
	}

	/**
	 * Ends the attempt under way with a session that somebody else brought. Only a login
	 * of the attempt's own pins its user.
	 */
	Mono<Void> endWith(WestmoonSession session) {
		return end((attempt) -> attempt.isLive()
				? attempt.accepted(session.isSameAs(attempt.confirmed()) ? session.userId() : null) : null);
	}

	/**
	 * Ends the attempt that brought the stored session, if whoever stored it has not come
	 * so far, and a cool-down, if the session is new.
	 */
	Mono<Void> appeared(WestmoonSession session, boolean isNew, Instant now) {
		LoginAttempt last = this.last;
		if (!isNew && last != null && last.state() != AttemptState.CONFIRMED) {
			return Mono.empty();
		}
		return end((attempt) -> {
			if (session.isSameAs(attempt.confirmed())) {
				return attempt.accepted(session.userId());
			}
			return (isNew && attempt.isCoolingDown(now)) ? attempt.accepted(null) : null;
		});
	}

	/**
	 * A session that is there counts, also where nothing can be written.
	 */
	private Mono<Void> end(Function<LoginAttempt, @Nullable LoginAttempt> change) {
		return update((attempt) -> (attempt != null) ? change.apply(attempt) : null)
			.onErrorResume(SessionStoreException.class, (error) -> {
				logger
					.warn("There is a session, but the login attempt before it cannot be ended: " + error.getMessage());
				return Mono.empty();
			})
			.then();
	}

	/**
	 * Writes the session, patiently.
	 */
	Mono<Boolean> save(WestmoonSession session) {
		return this.store.save(session).retryWhen(this.storeRetry);
	}

	/**
	 * Remembers an attempt, unless it was read before what is remembered already.
	 */
	private synchronized void see(LoginAttempt attempt, long ticket) {
		if (ticket > this.lastTicket) {
			this.lastTicket = ticket;
			if (!attempt.equals(this.last)) {
				this.last = attempt;
				this.seen.tryEmitNext(attempt);
			}
		}
	}

}
