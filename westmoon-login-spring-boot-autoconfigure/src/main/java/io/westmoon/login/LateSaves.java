package io.westmoon.login;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Goes on trying to store a session that a broken store did not take, for as long as it
 * is the current one.
 */
final class LateSaves {

	private static final Log logger = LogFactory.getLog(LateSaves.class);

	private final EngineSettings settings;

	private final CurrentSession current;

	private final Attempts attempts;

	private final Disposable.Swap work = Disposables.swap();

	LateSaves(EngineSettings settings, CurrentSession current, Attempts attempts) {
		this.settings = settings;
		this.current = current;
		this.attempts = attempts;
	}

	/**
	 * Says what happened and begins to try. The attempt stays confirmed in the store
	 * meanwhile, if the store has it, so another process can finish it too.
	 * @param attemptId the attempt that brought the session
	 */
	void begin(String attemptId, WestmoonSession session, Throwable problem) {
		logger.error("The new session of account '" + this.settings.account()
				+ "' cannot be stored. It is used, and storing it is tried again; it is lost if this process ends"
				+ " before that works. " + problem.getMessage());
		this.work.update(Mono.delay(Duration.ofSeconds(1), this.settings.scheduler())
			.then(Mono.defer(() -> tryAgain(attemptId, session)))
			.retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1))
				.maxBackoff(Duration.ofMinutes(1))
				.scheduler(this.settings.scheduler()))
			.subscribe());
	}

	private Mono<Void> tryAgain(String attemptId, WestmoonSession session) {
		CurrentSession.Known known = this.current.get();
		if (!known.unsaved() || !session.isSameAs(known.session())) {
			return Mono.empty();
		}
		return this.attempts.save(session)
			.then(this.attempts.update((attempt) -> (attempt != null) ? attempt.finishedBy(attemptId, session) : null))
			.then(Mono.fromRunnable(() -> {
				this.current.saved(session);
				logger.info("The session of account '" + this.settings.account() + "' is stored now");
			}));
	}

	void close() {
		this.work.dispose();
	}

}
