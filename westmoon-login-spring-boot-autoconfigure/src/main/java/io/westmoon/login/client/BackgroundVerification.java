package io.westmoon.login.client;

import java.time.Duration;

import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.support.Durations;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Asks the platform from time to time whether the session is still good, so that people
 * hear of a dead one before a call needs it. A dead session is removed; a login begins
 * where logins begin by themselves. Processes that share a store do so independently:
 * they share the login.
 */
final class BackgroundVerification {

	private static final Log logger = LogFactory.getLog(BackgroundVerification.class);

	private static final Duration MAX_INTERVAL = Duration.ofDays(1000);

	private final ClientSettings settings;

	private final SessionRepository sessions;

	private final SessionVerifier verifier;

	private final SharedLogin login;

	BackgroundVerification(ClientSettings settings, SessionRepository sessions, SessionVerifier verifier,
			SharedLogin login) {
		this.settings = settings;
		this.sessions = sessions;
		this.verifier = verifier;
		this.login = login;
	}

	Disposable start() {
		Duration interval = this.settings.verifyInterval();
		return (interval == null) ? Disposables.disposed()
				: Mono.defer(() -> Mono.delay(jittered(interval), this.settings.scheduler()))
					.then(Mono.defer(this::verify))
					.repeat()
					.subscribe();
	}

	/**
	 * Keeps processes that start together from asking together.
	 */
	private Duration jittered(Duration interval) {
		long nanos = Durations.min(interval, MAX_INTERVAL).toNanos();
		return Duration.ofNanos((long) (nanos * (0.9 + 0.2 * this.settings.jitter().getAsDouble())));
	}

	private Mono<Void> verify() {
		return this.sessions.reload().flatMap((known) -> {
			WestmoonSession session = known.session();
			return (session != null) ? this.verifier.examine(session)
				.filter((evidence) -> evidence.other() == null && evidence.check().verdict() == Verdict.REJECTED)
				.flatMap((evidence) -> replace(session)) : Mono.empty();
		})
			.doOnError((error) -> logger
				.debug("The session of account '" + this.settings.account() + "' cannot be verified now", error))
			.onErrorComplete()
			.then();
	}

	private Mono<WestmoonSession> replace(WestmoonSession session) {
		return this.sessions.remove(session).then(this.login.joinByItself(session, Duration.ZERO).onErrorComplete());
	}

}
