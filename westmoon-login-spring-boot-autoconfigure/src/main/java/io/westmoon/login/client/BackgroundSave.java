package io.westmoon.login.client;

import java.time.Duration;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.client.CurrentSession.Known;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Keeps trying to store a session that a broken store did not take, for as long as it is
 * the current one and nobody logs out.
 */
final class BackgroundSave {

	private static final Log logger = LogFactory.getLog(BackgroundSave.class);

	private static final Duration LAST_TRY = Duration.ofSeconds(5);

	private final ClientSettings settings;

	private final SessionRepository sessions;

	private final AttemptRepository attempts;

	private final CurrentSession current;

	private final Disposable.Swap work = Disposables.swap();

	private volatile @Nullable Unsaved unsaved;

	BackgroundSave(ClientSettings settings, SessionRepository sessions, AttemptRepository attempts,
			CurrentSession current) {
		this.settings = settings;
		this.sessions = sessions;
		this.attempts = attempts;
		this.current = current;
	}

	/**
	 * Logs what happened and begins to try.
	 */
	void begin(WestmoonSession session, @Nullable WestmoonSession replaced, Throwable problem) {
		logger.error("The new session of account '" + this.settings.account()
				+ "' cannot be stored. It is used, and storing it is tried again; it is lost if this process ends"
				+ " before that works. " + problem.getMessage());
		Unsaved next = new Unsaved(session, replaced);
		this.unsaved = next;
		this.work.update(Mono.delay(Duration.ofSeconds(1), this.settings.scheduler())
			.then(Mono.defer(() -> tryAgain(next)))
			.retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1))
				.maxBackoff(Duration.ofMinutes(1))
				.scheduler(this.settings.scheduler()))
			.subscribe());
	}

	/**
	 * The attempt first, as ever: a logout that comes later makes the session void by it,
	 * also if this process ends before it sees the logout.
	 */
	private Mono<Void> tryAgain(Unsaved unsaved) {
		WestmoonSession session = unsaved.session;
		return Mono.defer(() -> {
			Known known = this.current.get();
			if (!known.unsaved() || !session.isSameAs(known.session())) {
				return Mono.empty();
			}
			return this.attempts.update((attempt) -> confirmed(attempt, session)).then(Mono.defer(() -> {
				LoginAttempt now = this.attempts.last();
				if ((now != null && now.state() == AttemptState.LOGGED_OUT) || this.attempts.isVoid(session)) {
					return Mono.fromRunnable(() -> this.current.forget(session));
				}
				return this.sessions.persist(session, unsaved.replaced)
					.doOnNext((stored) -> stored.ifPresentOrElse(this::saved, () -> this.current.forget(session)))
					.then();
			}));
		});
	}

	private @Nullable LoginAttempt confirmed(@Nullable LoginAttempt attempt, WestmoonSession session) {
		LoginAttempt written = this.attempts.orBlank(attempt);
		return switch (written.state()) {
			case NEEDED, SHOWN, SCANNED, FAILED -> written.confirmed(session);
			case CONFIRMED, ACCEPTED, LOGGED_OUT -> null;
		};
	}

	private void saved(WestmoonSession stored) {
		this.current.saved(stored);
		logger.info("The session of account '" + this.settings.account() + "' is stored now");
	}

	/**
	 * Tries for the last time.
	 */
	Mono<Void> close() {
		this.work.dispose();
		Unsaved last = this.unsaved;
		return (last == null) ? Mono.empty() : tryAgain(last).timeout(LAST_TRY).onErrorResume((error) -> {
			logger.error("The session of account '" + this.settings.account()
					+ "' could not be stored and is lost; somebody has to log in again. " + error.getMessage());
			return Mono.empty();
		});
	}

	/**
	 * A session that is to be stored.
	 */
	private record Unsaved(WestmoonSession session, @Nullable WestmoonSession replaced) {
	}

}
