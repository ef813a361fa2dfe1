package io.westmoon.login;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

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
	 * Returns the current session if it can be sent at once, without I/O and without
	 * asking anybody.
	 * @return the session; {@code null} if {@link #session()} has to be asked
	 */
	default @Nullable WestmoonSession currentSession() {
		return null;
	}

	/**
	 * Returns a usable session if there is one, without a person: neither begins a login
	 * nor waits for one. The store and the platform may be asked, for a second at most.
	 * @return the session; empty if there is none or nobody could tell in time; fails
	 * with {@link SessionStoreException} if the store cannot be read. Unless an
	 * implementation knows better, {@link #currentSession()}
	 */
	default Mono<WestmoonSession> sessionIfAvailable() {
		return Mono.fromSupplier(this::currentSession);
	}

	/**
	 * Like {@link #session()}, with a wait of the caller's own.
	 * @param wait how long to wait at most, for the store, the platform and a person
	 * together; zero to wait for no person, which leaves the store and the platform one
	 * second; {@code null} for the configured time
	 * @return the session
	 */
	Mono<WestmoonSession> session(@Nullable Duration wait);

	/**
	 * Tells what to do after a call was refused, for instance with HTTP 401. A person is
	 * asked to scan only if the platform confirms that the session is dead. Only a
	 * verdict that the platform was asked for after the subscription clears the session,
	 * so this must be called after the answer has arrived.
	 * @param refused the session that the call carried
	 * @param wait how long to wait at most, like {@link #session(Duration)}
	 * @return the session to replay the call with, or that the session is not the reason;
	 * fails like {@link #session()}
	 */
	Mono<Renewal> renew(WestmoonSession refused, @Nullable Duration wait);

	/**
	 * Notes that a refused call is sent again with another session, for meters. Does
	 * nothing unless overridden.
	 * @param context the Reactor context of the call; empty if a thread waits for it
	 */
	default void noteReplay(ContextView context) {
	}

}
