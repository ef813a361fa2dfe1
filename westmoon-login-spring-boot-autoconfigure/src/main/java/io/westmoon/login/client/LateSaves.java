package io.westmoon.login.client;

import java.time.Duration;

import io.westmoon.login.AttemptState;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Goes on trying to store a session that a broken store did not take, for as long as it
 * is the current one and nobody logs out.
 */
final class LateSaves {

	private static final Log logger = LogFactory.getLog(LateSaves.class);

	private static final Duration LAST_TRY = Duration.ofSeconds(5);

	private final ClientSettings settings;

	private final SessionStore store;

	private final CurrentSession current;

	private final AttemptRepository attempts;

	private final Disposable.Swap work = Disposables.swap();

	private volatile @Nullable LateSave lateSave;

	LateSaves(ClientSettings settings, SessionStore store, CurrentSession current, AttemptRepository attempts) {
		this.settings = settings;
		this.store = store;
		this.current = current;
		this.attempts = attempts;
	}

	/**
	 * Says what happened and begins to try. The attempt stays confirmed in the store
	 * meanwhile, if the store has it, so another process can finish it too.
	 * @param attemptId the attempt that brought the session
	 */
	void begin(String attemptId, WestmoonSession session, Saving saving, Throwable problem) {
		logger.error("The new session of account '" + this.settings.account()
				+ "' cannot be stored. It is used, and storing it is tried again; it is lost if this process ends"
				+ " before that works. " + problem.getMessage());
		LateSave lateSave = new LateSave(attemptId, session, saving);
		this.lateSave = lateSave;
		this.work.update(Mono.delay(Duration.ofSeconds(1), this.settings.scheduler())
			.then(Mono.defer(() -> tryAgain(lateSave)))
			.retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1))
				.maxBackoff(Duration.ofMinutes(1))
				.scheduler(this.settings.scheduler()))
			.subscribe());
	}

	private Mono<Void> tryAgain(LateSave lateSave) {
		return Mono.defer(() -> {
			CurrentSession.Known known = this.current.get();
			if (!known.unsaved() || !lateSave.session.isSameAs(known.session())) {
				return Mono.empty();
			}
			return isLoggedOut().flatMap((loggedOut) -> loggedOut ? forget() : save(lateSave));
		});
	}

	private Mono<Void> save(LateSave lateSave) {
		WestmoonSession session = lateSave.session;
		return lateSave.saving.save(session)
			.flatMap((stored) -> this.attempts
				.update((attempt) -> (attempt != null)
						? AttemptTransitions.finishedBy(attempt, lateSave.attemptId, session) : null)
				.then(isLoggedOut())
				.flatMap((loggedOut) -> loggedOut ? this.store.remove(stored).then(forget()) : saved(session)));
	}

	private Mono<Boolean> isLoggedOut() {
		return this.attempts.read().map((attempt) -> attempt.state() == AttemptState.LOGGED_OUT).defaultIfEmpty(false);
	}

	private Mono<Void> forget() {
		return Mono.fromRunnable(this.current::forget);
	}

	private Mono<Void> saved(WestmoonSession session) {
		return Mono.fromRunnable(() -> {
			this.current.saved(session);
			logger.info("The session of account '" + this.settings.account() + "' is stored now");
		});
	}

	/**
	 * Tries for the last time.
	 */
	Mono<Void> close() {
		this.work.dispose();
		LateSave lateSave = this.lateSave;
		return (lateSave == null) ? Mono.empty() : tryAgain(lateSave).timeout(LAST_TRY).onErrorResume((error) -> {
			logger.error("The session of account '" + this.settings.account()
					+ "' could not be stored and is lost; somebody has to log in again. " + error.getMessage());
			return Mono.empty();
		});
	}

	/**
	 * A session that is to be stored.
	 */
	private record LateSave(String attemptId, WestmoonSession session, Saving saving) {
	}

}
