package io.westmoon.login.client;

import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.WestmoonSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Counts the sessions that the platform rejects soon after their login. Where a new login
 * of a user ends the older session, two services that log in as the same user without a
 * common store would throw each other out for ever; this ends in a pause that says so.
 * The count is kept in the attempt, so that all processes share it. Thread-safe.
 */
final class EarlyRejections {

	private static final Log logger = LogFactory.getLog(EarlyRejections.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final ClientSettings settings;

	private final AttemptRepository attempts;

	private final LoginEvents events;

	EarlyRejections(ClientSettings settings, AttemptRepository attempts, LoginEvents events) {
		this.settings = settings;
		this.attempts = attempts;
		this.events = events;
	}

	/**
	 * Counts that the platform rejected a session, if it is the one of the last login and
	 * young, and if no other process has counted it.
	 * @return completes, also if the count could not be written
	 */
	Mono<Void> note(WestmoonSession session) {
		Instant now = this.settings.now();
		if (!isEarly(session, now)) {
			return Mono.empty();
		}
		return this.attempts.update((attempt) -> counted(attempt, session, now))
			.doOnNext((written) -> written.filter((attempt) -> attempt.state() == AttemptState.FAILED)
				.ifPresent(this.events::failed))
			.timeout(TIMEOUT, this.settings.scheduler())
			.doOnError((error) -> logger.debug("An early rejection is not counted", error))
			.onErrorComplete()
			.then();
	}

	/**
	 * A session whose time is over was not replaced by another login.
	 */
	private boolean isEarly(WestmoonSession session, Instant now) {
		Duration window = this.settings.earlyRejection();
		Duration age = Duration.between(session.createdAt(), now);
		return !window.isZero() && !session.isExpired(now) && age.compareTo(window) < 0
				&& age.plus(ClientSettings.SKEW).compareTo(Duration.ZERO) > 0;
	}

	private @Nullable LoginAttempt counted(@Nullable LoginAttempt attempt, WestmoonSession session, Instant now) {
		if (attempt == null || attempt.state() != AttemptState.ACCEPTED
				|| !session.fingerprint().equals(attempt.acceptedSession())) {
			return null;
		}
		return this.settings.coolDowns().rejectedEarly(attempt, now);
	}

}
