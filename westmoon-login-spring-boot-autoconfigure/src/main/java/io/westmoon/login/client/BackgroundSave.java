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

	private volatile Mono<Void> unsaved = Mono.empty();

	BackgroundSave(ClientSettings settings, SessionRepository sessions, AttemptRepository attempts,
			CurrentSession current) {
		this.settings = settings;
		this.sessions = sessions;
		this.attempts = attempts;
		this.current = current;
	}

	void begin(WestmoonSession session, @Nullable WestmoonSession replaced, Throwable problem) {
		logger.error("The new session of account '" + this.settings.account()
				+ "' cannot be stored. It is used, and storing it is tried again; it is lost if this process ends"
				+ " before that works. " + problem.getMessage());
		Mono<Void> save = save(session, replaced);
		this.unsaved = save;
		this.work.update(Mono.delay(Duration.ofSeconds(1), this.settings.scheduler())
			.then(save)
			.retryWhen(this.settings.endlessRetry())
			.subscribe());
	}

	/**
	 * The attempt first, as ever: a logout that comes later makes the session void by it,
	 * also if this process ends before it sees the logout.
	 */
	private Mono<Void> save(WestmoonSession session, @Nullable WestmoonSession replaced) {
		return Mono.defer(() -> {
			Known known = this.current.get();
			if (!known.unsaved() || !session.isSameAs(known.session())) {
				return Mono.empty();
			}
			return this.attempts.update((attempt) -> confirmed(attempt, session)).then(Mono.defer(() -> {
				LoginAttempt now = this.attempts.last();
				if ((now != null && now.state() == AttemptState.LOGGED_OUT) || this.attempts.isVoid(session)) {
					return Mono.fromRunnable(() -> this.current.forgetIf(session::isSameAs));
				}
				return this.sessions.persist(session, replaced)
					.doOnNext((stored) -> stored.ifPresentOrElse(this::saved,
							() -> this.current.forgetIf(session::isSameAs)))
					.then();
			}));
		});
	}

	private @Nullable LoginAttempt confirmed(@Nullable LoginAttempt attempt, WestmoonSession session) {
		LoginAttempt before = this.attempts.orBlank(attempt);
		return AttemptRepository.canKeepSession(before) ? before.confirmed(session) : null;
	}

	private void saved(WestmoonSession stored) {
		this.current.saved(stored);
		logger.info("The session of account '" + this.settings.account() + "' is stored now");
	}

	Mono<Void> close() {
		this.work.dispose();
		return this.unsaved.timeout(LAST_TRY)
			.doOnError((error) -> logger.error("The session of account '" + this.settings.account()
					+ "' could not be stored and is lost; somebody has to log in again. " + error.getMessage()))
			.onErrorComplete();
	}

}
