package io.westmoon.login;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Hands out the current session and renews it: all that a bearer-token filter needs.
 * Implementations are thread-safe and never block the calling thread.
 */
public interface SessionSource {

	/**
	 * Returns a usable session and waits for a person to scan a code if there is none.
	 * The wait ends after the configured time.
	 * @return the session; fails with {@link LoginRequiredException} if nobody logged in
	 * in time, and with {@link SessionStoreException} if the store cannot be read
	 */
	default Mono<WestmoonSession> session() {
		return session(null);
	}

	/**
	 * Returns the session that can be sent at once. Answers from memory, without I/O and
	 * without a lock, so that each request can afford it.
	 * @return the session; {@code null} if only {@link #session()} can tell
	 */
	default @Nullable WestmoonSession currentSession() {
		return null;
	}

	/**
	 * Like {@link #session()}, with a wait of the caller's own.
	 * @param wait how long to wait for a login at most, zero to fail at once while the
	 * login goes on, {@code null} for the configured time
	 * @return the session
	 */
	Mono<WestmoonSession> session(@Nullable Duration wait);

	/**
	 * Tells what to do after a call was answered with HTTP 401. A person is asked to scan
	 * only if the platform confirms that the session is dead.
	 * @param refused the session that the call carried
	 * @param refusedAt when the answer arrived; only a check that began later can clear
	 * the session
	 * @param wait how long to wait for a login at most, {@code null} for the configured
	 * time
	 * @return the session to replay the call with, or that the session is not the reason;
	 * fails like {@link #session()}
	 */
	Mono<Renewal> renew(WestmoonSession refused, Instant refusedAt, @Nullable Duration wait);

}
