package io.westmoon.login.client;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.client.CurrentSession.Decision;
import io.westmoon.login.client.CurrentSession.Known;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The one way of a session into and out of the memory of this process and the store. A
 * logout is final here: what it made void is neither used nor kept, also if a process
 * that crashed or was suspended wrote it later. Thread-safe.
 */
final class SessionRepository {

	private static final Log logger = LogFactory.getLog(SessionRepository.class);

	private final ClientSettings settings;

	private final SessionStore store;

	private final AttemptRepository attempts;

	private final LoginEvents events;

	private final CurrentSession current;

	private final SingleFlight<String, Known> reloads;

	private final BackgroundSave backgroundSave;

	SessionRepository(ClientSettings settings, SessionStore store, AttemptRepository attempts, LoginEvents events) {
		this.settings = settings;
		this.store = store;
		this.attempts = attempts;
		this.events = events;
		this.current = new CurrentSession(settings.expectedUserId());
		this.reloads = new SingleFlight<>(settings.scheduler(), settings.evidenceDeadline());
		this.backgroundSave = new BackgroundSave(settings, this, attempts, this.current);
	}

	CurrentSession current() {
		return this.current;
	}

	/**
	 * Tells whether a session can take the place of another one: it is not that one, it
	 * is not known to be dead or void, and it may be used for this account.
	 */
	boolean canReplace(WestmoonSession session, @Nullable WestmoonSession replaced) {
		return !session.isSameAs(replaced) && !this.attempts.isVoid(session) && canUse(session);
	}

	/**
	 * Tells whether a session is neither dead nor somebody else's, as far as is known.
	 */
	boolean canUse(WestmoonSession session) {
		return !this.current.isRejected(session) && !this.current.isForeign(session);
	}

	/**
	 * Reads the stored session, unless it is void or belongs to a user who is not
	 * expected. A void session is removed.
	 */
	Mono<Optional<WestmoonSession>> load() {
		return this.store.load().singleOptional().flatMap((stored) -> {
			this.current.voidLeft(null);
			if (stored.isEmpty()) {
				return Mono.just(stored);
			}
			// The attempt after the session: a logout in between is seen. The other way
			// round, a session that it made void would count.
			return this.attempts.read().flatMap((attempt) -> {
				if (this.attempts.isVoid(stored.get())) {
					return remove(stored.get()).materialize()
						.doOnNext((removal) -> this.current.voidLeft(removal.getThrowable()))
						.thenReturn(Optional.<WestmoonSession>empty());
				}
				return Mono.just(stored.filter((session) -> !this.current.isForeign(session)));
			});
		});
	}

	/**
	 * Reads the stored session and makes it the current one, for all who ask at the same
	 * time.
	 */
	Mono<Known> reload() {
		return this.reloads.join(this.settings.account(), this::readAgain);
	}

	private Mono<Known> readAgain() {
		return Mono.defer(() -> {
			long reading = this.current.beginReading();
			return load().doOnError(this.current::readProblem).flatMap((stored) -> {
				this.current.readProblem(null);
				boolean isNew = this.current.found(stored.orElse(null), reading);
				if (isNew) {
					stored.ifPresent(this.events::loggedIn);
				}
				return stored.filter((session) -> !this.current.isRejected(session))
					.map((session) -> finish(session, isNew ? Cause.APPEARED : Cause.KNOWN))
					.orElse(Mono.just(true));
			}).then(Mono.fromSupplier(this.current::get));
		});
	}

	/**
	 * Uses a stored session that somebody else brought, and ends the attempt with it.
	 * @param reading when it was looked for
	 * @param driving whether this process drives the attempt
	 * @return whether it is used; not if somebody logged out meanwhile
	 */
	Mono<Boolean> take(WestmoonSession session, long reading, boolean driving) {
		return Mono.defer(() -> use(session, null, false, reading)
				? finish(session, driving ? Cause.OTHER_LOGIN : Cause.APPEARED).thenReturn(true) : Mono.just(false));
	}

	/**
	 * Stores the session that a login brought, ends the attempt with it and uses it. If
	 * it cannot be stored, it is used all the same and stored in the background.
	 * @param check what the platform said about it
	 * @param replaced the session that it replaces
	 * @return the account's session now; empty if somebody logged out meanwhile
	 */
	Mono<Optional<WestmoonSession>> accept(WestmoonSession session, SessionCheck check,
			@Nullable WestmoonSession replaced) {
		return Mono.defer(() -> {
			if (this.attempts.isVoid(session)) {
				return Mono.just(Optional.empty());
			}
			long reading = this.current.beginReading();
			return persist(session, replaced).flatMap((stored) -> {
				boolean used = stored.isPresent()
						&& use(stored.get(), stored.get().isSameAs(session) ? check : null, false, reading);
				return used ? reload().onErrorComplete(SessionStoreException.class).thenReturn(stored)
						: Mono.just(Optional.<WestmoonSession>empty());
			}).onErrorResume(SessionStoreException.class, (error) -> {
				if (!use(session, check, true, reading)) {
					return Mono.just(Optional.empty());
				}
				this.backgroundSave.begin(session, replaced, error);
				return Mono.just(Optional.of(session));
			});
		});
	}

	private boolean use(WestmoonSession session, @Nullable SessionCheck check, boolean unsaved, long reading) {
		if (this.attempts.isVoid(session)) {
			return false;
		}
		Decision decision = this.current.decide(session, unsaved, reading);
		if (decision == Decision.NEW) {
			this.events.loggedIn(session);
		}
		if (check != null) {
			this.current.judge(session, check);
		}
		return decision != Decision.TOO_LATE;
	}

	/**
	 * Writes a session that the attempt holds, and ends the attempt with it. If a newer
	 * one is stored, that one counts, unless it cannot replace: then a clock was wrong.
	 * @return what is stored then; empty if somebody logged out meanwhile
	 */
	Mono<Optional<WestmoonSession>> persist(WestmoonSession session, @Nullable WestmoonSession replaced) {
		return this.store.save(session)
			.flatMap((saved) -> saved ? Mono.just(session)
					: this.store.load()
						.singleOptional()
						.flatMap((newer) -> newer.filter((stored) -> canReplace(stored, replaced))
							.map(Mono::just)
							.orElseGet(() -> saveOver(newer.orElse(session), session))))
			.flatMap((stored) -> finish(stored, Cause.OWN_LOGIN).flatMap(
					(valid) -> valid ? Mono.just(Optional.of(stored)) : remove(stored).thenReturn(Optional.empty())));
	}

	private Mono<WestmoonSession> saveOver(WestmoonSession stored, WestmoonSession session) {
		WestmoonSession later = stored.isSameAs(session) ? session
				: session.withCreatedAt(stored.createdAt().plusMillis(1));
		return this.store.save(later).thenReturn(later);
	}

	/**
	 * Ends the attempt with a session. A session that is there counts, also where nothing
	 * can be written.
	 * @return whether the session is valid still; {@code false} if a logout made it void
	 */
	private Mono<Boolean> finish(WestmoonSession session, Cause cause) {
		LoginAttempt last = this.attempts.last();
		if (cause == Cause.KNOWN && last != null && last.state() != AttemptState.CONFIRMED) {
			return Mono.just(true);
		}
		return this.attempts.update((attempt) -> ended(attempt, session, cause)).flatMap((written) -> {
			LoginAttempt now = this.attempts.last();
			boolean loggedOut = cause == Cause.OWN_LOGIN && now != null && now.state() == AttemptState.LOGGED_OUT;
			boolean valid = !loggedOut && !this.attempts.isVoid(session);
			if (!valid) {
				this.attempts.overtaken(session);
			}
			return (valid && written.isPresent()) ? keepStored(session) : Mono.just(valid);
		}).onErrorResume(SessionStoreException.class, (error) -> {
			logger.warn("There is a session for account '" + this.settings.account()
					+ "', but the login attempt before it cannot be ended: " + error.getMessage());
			return Mono.just(true);
		});
	}

	/**
	 * Writes the session once more if the store has lost it before the attempt that held
	 * it, too, was ended.
	 * @return whether the session is valid still
	 */
	private Mono<Boolean> keepStored(WestmoonSession session) {
		return this.store.load()
			.singleOptional()
			.flatMap((stored) -> stored.isPresent() ? Mono.just(true)
					: this.store.save(session)
						.then(this.attempts.read())
						.flatMap((attempt) -> this.attempts.isVoid(session) ? remove(session).thenReturn(false)
								: Mono.just(true)))
			.onErrorReturn(SessionStoreException.class, true);
	}

	/**
	 * Only a login of the attempt's own pins its user.
	 */
	private @Nullable LoginAttempt ended(@Nullable LoginAttempt attempt, WestmoonSession session, Cause cause) {
		if (attempt == null || this.attempts.isVoid(session)) {
			return null;
		}
		if (session.isSameAs(attempt.confirmed())) {
			return attempt.accepted(session, session.userId());
		}
		boolean coolingDown = attempt.isCoolingDown(this.settings.now());
		boolean renewed = attempt.isRenewal() && attempt.state() == AttemptState.NEEDED
				&& !session.fingerprint().equals(attempt.renewalOf());
		boolean ends = switch (cause) {
			case OWN_LOGIN, OTHER_LOGIN -> attempt.isLive();
			case APPEARED -> coolingDown || renewed;
			case KNOWN -> false;
		};
		return ends ? attempt.accepted(session, null) : null;
	}

	/**
	 * Notes who the user of a session is, once the platform has said so. A logout in
	 * between stays one.
	 */
	Mono<Void> userArrived(WestmoonSession session) {
		return load().flatMap((stored) -> {
			if (stored.filter(session::isSameAs).isEmpty()) {
				return Mono.just(false);
			}
			return this.store.save(session)
				.then(this.attempts.update((attempt) -> pin(attempt, session.userId())))
				.flatMap((written) -> this.attempts.isVoid(session) ? remove(session) : Mono.just(true));
		}).then(reload()).onErrorComplete(SessionStoreException.class).then();
	}

	private static @Nullable LoginAttempt pin(@Nullable LoginAttempt attempt, @Nullable String userId) {
		if (attempt == null || userId == null || attempt.pinnedUserId() != null) {
			return null;
		}
		return (attempt.state() == AttemptState.ACCEPTED) ? attempt.pinned(userId) : null;
	}

	Mono<Boolean> remove(WestmoonSession session) {
		return this.store.remove(session);
	}

	Mono<Void> close() {
		return this.backgroundSave.close();
	}

	/**
	 * How a session came to be there: the login of this process brought it, somebody else
	 * brought it while this process drives the attempt, it appeared in the store, or it
	 * was there before.
	 */
	private enum Cause {

		OWN_LOGIN, OTHER_LOGIN, APPEARED, KNOWN

	}

}
