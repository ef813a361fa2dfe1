package io.westmoon.login;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * The rules that one account's engine follows, and its notion of time.
 *
 * @param clock tells the time of day, for what is stored and shown
 * @param nanoTime tells elapsed time, for what is due
 * @param scheduler runs what is due; must not be one that blocks
 */
record EngineSettings(String account, @Nullable String expectedUserId, boolean reloginEnabled, Duration waitTimeout,
		int maxWaiting, int maxCodes, Duration coolDown, Duration maxCoolDown, @Nullable Duration pollInterval,
		Clock clock, LongSupplier nanoTime, Scheduler scheduler) {

	/**
	 * How long a login that a person asked for is waited for at most.
	 */
	static final Duration LONGEST_LOGIN = Duration.ofHours(1);

	/**
	 * How long to wait before looking again at what somebody else drives.
	 */
	static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

	/**
	 * How long closing waits for a step under way, which may carry the only copy of a
	 * session.
	 */
	static final Duration SHUTDOWN = Duration.ofSeconds(20);

}
