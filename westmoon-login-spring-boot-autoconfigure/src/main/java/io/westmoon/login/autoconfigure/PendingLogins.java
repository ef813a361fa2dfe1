package io.westmoon.login.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * Goes on with a login that was pending when the last process ended, as if that had gone
 * on: whoever scans its code now is served though no call needs a session yet. Somebody
 * asked for that code, so it is finished also where no call may start a login. Other
 * processes are looked on while they hold the lease. Without a living code the store is
 * read once, and that is all. Thread-safe.
 */
final class PendingLogins {

	private static final Log logger = LogFactory.getLog(PendingLogins.class);

	/**
	 * Some minutes, which is what a code lives.
	 */
	private static final int TRIES = 20;

	private final Clock clock;

	private final Scheduler scheduler;

	private final Sinks.Empty<Void> closed = Sinks.empty();

	/**
	 * Creates the logins.
	 * @param scheduler for the pauses while a store cannot be read
	 */
	PendingLogins(Clock clock, Scheduler scheduler) {
		this.clock = clock;
		this.scheduler = scheduler;
	}

	/**
	 * Looks for a pending login in the background, and goes on with it.
	 */
	void resume(WestmoonAuthClient client, SessionStore store) {
		Mono.defer(store::attempt)
			.filter(this::isScannable)
			.flatMap((attempt) -> client.awaitLogin())
			.retryWhen(retry())
			.takeUntilOther(this.closed.asMono())
			.subscribe((session) -> {
			}, (error) -> logger.debug("The pending login of account '" + client.account() + "' is over", error));
	}

	private boolean isScannable(LoginAttempt attempt) {
		Instant codeEndsAt = attempt.codeEndsAt();
		return attempt.state() == AttemptState.CONFIRMED
				|| (attempt.isLive() && codeEndsAt != null && codeEndsAt.isAfter(this.clock.instant()));
	}

	private RetryBackoffSpec retry() {
		return Retry.backoff(TRIES, Duration.ofSeconds(1))
			.maxBackoff(Duration.ofSeconds(30))
			.filter(SessionStoreException.class::isInstance)
			.scheduler(this.scheduler);
	}

	/**
	 * Waits no longer; the logins themselves are ended by their clients.
	 */
	void close() {
		this.closed.tryEmitEmpty();
	}

}
