package io.westmoon.login.client;

import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.SessionStoreUnreachableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Follows what others write into the store, beginning with what they have written. A
 * watch that fails or ends begins again.
 */
final class StoreWatch {

	private static final Log logger = LogFactory.getLog(StoreWatch.class);

	private final ClientSettings settings;

	private final SessionStore store;

	private final SessionRepository sessions;

	private final AttemptRepository attempts;

	private final ChangeSignal changeSignal;

	StoreWatch(ClientSettings settings, SessionStore store, SessionRepository sessions, AttemptRepository attempts,
			ChangeSignal changeSignal) {
		this.settings = settings;
		this.store = store;
		this.sessions = sessions;
		this.attempts = attempts;
		this.changeSignal = changeSignal;
	}

	Disposable start() {
		return Flux.defer(this.store::changes)
			.map((change) -> true)
			.concatWith(Mono.error(() -> new SessionStoreException("The changes of the session store ended", null)))
			.onBackpressureLatest()
			.publishOn(this.settings.scheduler(), 1)
			.startWith(true)
			.concatMap((change) -> look(), 1)
			.retryWhen(
					this.settings.endlessRetry()
						.doBeforeRetry((signal) -> logger.warn("Watching the store of account '"
								+ this.settings.account() + "' failed and begins again", signal.failure())))
			.subscribe();
	}

	/**
	 * Looks until it has seen the change: the next one may be far away.
	 */
	private Mono<Void> look() {
		return Mono.defer(this.sessions::reload)
			.then(Mono.defer(this.attempts::read))
			.doOnNext((attempt) -> this.sessions.current().forgetIf(this.attempts::isVoid))
			.doOnNext((attempt) -> this.changeSignal.signal())
			.then(Mono.defer(this::lossesRepaired))
			.retryWhen(this.settings.endlessRetry()
				.filter(SessionStoreException.class::isInstance)
				.doBeforeRetry((signal) -> note(signal.failure())));
	}

	private Mono<Void> lossesRepaired() {
		Throwable problem = this.sessions.current().voidLeft();
		if (problem != null) {
			return Mono.error(new SessionStoreException(
					"A session from before a logout cannot be removed. " + problem.getMessage(), problem));
		}
		Throwable unwritten = this.attempts.unrepaired();
		return (unwritten == null) ? Mono.empty() : Mono.error(new SessionStoreException(
				"What the store has lost cannot be written again. " + unwritten.getMessage(), unwritten));
	}

	/**
	 * A store that cannot be reached says so itself, once for all accounts.
	 */
	private void note(Throwable problem) {
		String message = "Cannot follow the session of account '" + this.settings.account() + "': "
				+ problem.getMessage();
		if (problem instanceof SessionStoreUnreachableException) {
			logger.debug(message);
		}
		else {
			logger.warn(message);
		}
	}

}
