package io.westmoon.login.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks once a minute whether people should be reminded to renew the session. A reminder
 * is written into the attempt first, so that one process sends it and another one goes on
 * counting. Also goes on with a renewal whose process has ended.
 */
final class RenewalWatch {

	private static final Log logger = LogFactory.getLog(RenewalWatch.class);

	private static final Duration PERIOD = Duration.ofMinutes(1);

	private final ClientSettings settings;

	private final SessionRepository sessions;

	private final AttemptRepository attempts;

	private final SharedLogin login;

	private final LoginOperations operations;

	private final LoginEvents events;

	RenewalWatch(ClientSettings settings, SessionRepository sessions, AttemptRepository attempts, SharedLogin login,
			LoginOperations operations, LoginEvents events) {
		this.settings = settings;
		this.sessions = sessions;
		this.attempts = attempts;
		this.login = login;
		this.operations = operations;
		this.events = events;
	}

	Disposable start() {
		return Flux.interval(PERIOD, this.settings.scheduler())
			.onBackpressureDrop()
			.concatMap((tick) -> look(), 1)
			.subscribe();
	}

	private Mono<Void> look() {
		return Mono.defer(() -> {
			goOn();
			return remind();
		}).onErrorResume((error) -> {
			logger.debug("A reminder of account '" + this.settings.account() + "' is tried again", error);
			return Mono.empty();
		});
	}

	/**
	 * No call waits for a renewal, so no other process would notice that nobody polls its
	 * code any more.
	 */
	private void goOn() {
		LoginAttempt attempt = this.attempts.last();
		if (attempt != null && attempt.isRenewal() && attempt.isLive() && !attempt.invitation()
				&& attempt.platformFailures() == 0 && !this.login.isUnderWay()) {
			this.operations.awaitLogin().subscribe((session) -> {
			}, (error) -> logger.debug("The renewal of account '" + this.settings.account() + "' is over", error));
		}
	}

	private Mono<Void> remind() {
		if (!isDue(this.sessions.current().get(), this.attempts.last())) {
			return Mono.empty();
		}
		return this.sessions.reload().flatMap(this::remindOf);
	}

	private Mono<Void> remindOf(CurrentSession.Known known) {
		WestmoonSession session = known.session();
		Instant expiresAt = (session != null) ? session.expiresAt() : null;
		if (session == null || expiresAt == null) {
			return Mono.empty();
		}
		return this.attempts.update((attempt) -> isDue(known, attempt) ? next(session, attempt) : null)
			.doOnNext((written) -> written.ifPresent((attempt) -> this.events.expiring(attempt, expiresAt)))
			.then();
	}

	private boolean isDue(CurrentSession.Known known, @Nullable LoginAttempt attempt) {
		WestmoonSession session = known.session();
		Instant now = this.settings.now();
		if (session == null || session.expiresAt() == null || known.verdict() == Verdict.REJECTED
				|| isBusy(attempt, now)) {
			return false;
		}
		RenewalSchedule schedule = this.settings.renewal();
		return (attempt != null && attempt.reminders() > 0 && isOf(attempt, session))
				? schedule.isNextDue(last(attempt), session.expiresAt(), now)
				: schedule.isFirstDue(session, this.settings.earlyRejection(), now);
	}

	/**
	 * Tells whether somebody is about to log in, or whether the attempt must not be
	 * replaced.
	 */
	private static boolean isBusy(@Nullable LoginAttempt attempt, Instant now) {
		if (attempt == null) {
			return false;
		}
		boolean waits = attempt.isRenewal() && attempt.state() == AttemptState.NEEDED && !attempt.isWatched(now);
		return (attempt.isLive() && !waits) || attempt.isCoolingDown(now) || attempt.state() == AttemptState.LOGGED_OUT;
	}

	private static boolean isOf(LoginAttempt attempt, WestmoonSession session) {
		return session.fingerprint().equals(attempt.renewalOf());
	}

	private static @Nullable Instant last(LoginAttempt attempt) {
		return Stream.of(attempt.beganAt(), attempt.watchedUntil(), attempt.endedAt())
			.filter(Objects::nonNull)
			.reduce(RenewalSchedule::later)
			.orElse(null);
	}

	private LoginAttempt next(WestmoonSession session, @Nullable LoginAttempt attempt) {
		Instant now = this.settings.now();
		if (attempt != null && attempt.isLive() && isOf(attempt, session)) {
			return attempt.reminded(now);
		}
		return LoginAttempt.beginRenewal(this.settings.account(), attempt, session)
			.reminded(now)
			.toBuilder()
			.version((attempt != null) ? attempt.version() + 1 : 1)
			.build();
	}

}
