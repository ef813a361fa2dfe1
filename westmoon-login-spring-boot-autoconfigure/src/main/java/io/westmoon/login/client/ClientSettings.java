package io.westmoon.login.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import io.westmoon.login.SessionStoreException;
import io.westmoon.login.support.Durations;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * The rules that one account's engine follows, as {@link WestmoonAuthClientBuilder} and
 * {@link EngineTime} describe them.
 */
record ClientSettings(String account, @Nullable String expectedUserId, boolean reloginEnabled, Duration waitTimeout,
		int maxWaiting, int maxCodes, Duration coolDown, Duration maxCoolDown, Duration earlyRejection,
		@Nullable Duration pollInterval, @Nullable Duration verifyInterval, RenewalSchedule renewal,
		@Nullable String loginPage, Duration linkLifetime, Duration platformTimeout, Clock clock, LongSupplier nanoTime,
		DoubleSupplier jitter, Scheduler scheduler, Scheduler workers, GuardedInstrumentation instrumentation) {

	/**
	 * How long a login that a person asked for is waited for at most.
	 */
	static final Duration MAX_LOGIN_WAIT = Duration.ofHours(1);

	/**
	 * How long to wait before looking again at what somebody else drives.
	 */
	static final Duration RECHECK_INTERVAL = Duration.ofSeconds(1);

	/**
	 * How long somebody who looks at a login page counts as looking. Twice as long as the
	 * page may leave between two signs of life.
	 */
	static final Duration VIEWER_TTL = Duration.ofMinutes(1);

	/**
	 * How long somebody who looks at a login page waits for its code at most.
	 */
	static final Duration MAX_VIEWER_WAIT = Duration.ofSeconds(30);

	/**
	 * How long a store may take for one operation, its retries included.
	 */
	static final Duration STORE_DEADLINE = Duration.ofSeconds(30);

	/**
	 * How long a caller that does not want to wait for a person waits for the store and
	 * the platform.
	 */
	static final Duration NO_WAIT = Duration.ofSeconds(1);

	/**
	 * How long a renewal goes on after the last person who looked at its page has left.
	 */
	static final Duration RENEWAL_WITHOUT_VIEWER = Duration.ofMinutes(10);

	/**
	 * How far the clocks of machines that share a store may be apart.
	 */
	static final Duration SKEW = Duration.ofMinutes(10);

	Instant now() {
		return this.clock.instant();
	}

	/**
	 * How long a caller waits. Zero means not to wait for a person; the store and the
	 * platform get a moment.
	 * @param wait what the caller says; {@code null} for the configured time
	 */
	Duration waitOf(@Nullable Duration wait) {
		Duration duration = (wait != null) ? wait : this.waitTimeout;
		return duration.isZero() ? NO_WAIT : duration;
	}

	/**
	 * Tells whether a caller waits for a person.
	 * @param wait what the caller says; {@code null} for the configured time
	 */
	boolean waits(@Nullable Duration wait) {
		return !((wait != null) ? wait : this.waitTimeout).isZero();
	}

	/**
	 * How long one call of the platform may take, whatever its implementation does.
	 */
	Duration platformDeadline() {
		return this.platformTimeout.plusSeconds(5);
	}

	/**
	 * How long the store and the platform may take together to say what is known of a
	 * session.
	 */
	Duration evidenceDeadline() {
		return STORE_DEADLINE.multipliedBy(2).plus(platformDeadline());
	}

	/**
	 * How long one step of a login may take. Longer than its calls of the store and the
	 * platform may take together, so it ends only a step whose signal got lost.
	 */
	Duration stepDeadline() {
		return STORE_DEADLINE.multipliedBy(8).plus(platformDeadline());
	}

	/**
	 * How long closing waits for a step under way, which may carry the only copy of a
	 * session.
	 */
	Duration shutdownTimeout() {
		return Durations.max(Duration.ofSeconds(20), platformDeadline());
	}

	/**
	 * Retries what a store failed at for a moment.
	 */
	RetryBackoffSpec storeRetry() {
		return Retry.backoff(3, Duration.ofMillis(100))
			.scheduler(this.scheduler)
			.filter(SessionStoreException.class::isInstance)
			.onRetryExhaustedThrow((spec, signal) -> signal.failure());
	}

	/**
	 * Retries until it works, once a minute in the end.
	 */
	RetryBackoffSpec endlessRetry() {
		return Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1))
			.maxBackoff(Duration.ofMinutes(1))
			.scheduler(this.scheduler);
	}

	CoolDownPolicy coolDowns() {
		return new CoolDownPolicy(this.coolDown, this.maxCoolDown, this.jitter);
	}

}
