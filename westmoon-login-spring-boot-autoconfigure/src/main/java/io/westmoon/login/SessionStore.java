package io.westmoon.login;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps what must survive a crash or be shared for one account: the session, the login
 * attempt and the right to drive it. Implementations are thread-safe and never block the
 * subscribing thread; every operation ends within a bounded time and fails with
 * {@link SessionStoreException} only.
 */
public interface SessionStore extends AutoCloseable {

	/**
	 * Reads the session.
	 * @return the session, empty if there is none
	 */
	Mono<WestmoonSession> load();

	/**
	 * Writes the session unless another one that was created later is stored. The same
	 * session is always written again, since its user may have arrived.
	 * @param session the session
	 * @return whether it is stored now
	 */
	Mono<Boolean> save(WestmoonSession session);

	/**
	 * Removes the session if the stored one is the same.
	 * @param session the session
	 * @return whether it was removed
	 */
	Mono<Boolean> remove(WestmoonSession session);

	/**
	 * Reads the attempt. A login that the existing tool began and that is still alive
	 * counts as an attempt too.
	 * @return the attempt, empty if there never was one
	 */
	Mono<LoginAttempt> attempt();

	/**
	 * Writes the attempt if the stored one still has the version before it.
	 * @param next the attempt to write; its {@link LoginAttempt#version() version} is one
	 * more than that of the attempt it was derived from, and 1 if there was none
	 * @return whether it was written
	 */
	Mono<Boolean> compareAndSet(LoginAttempt next);

	/**
	 * Claims the exclusive right to drive the attempt, without waiting.
	 * @return the lease, empty if somebody else holds it
	 */
	Mono<Lease> tryLease();

	/**
	 * Signals that the session or the attempt was changed, by anybody. A change may be
	 * signalled more than once or, made by this object, not at all; several may be
	 * signalled as one.
	 * @return the changes from the subscription on; never completes
	 */
	Flux<Change> changes();

	/**
	 * Tells a person on this machine where to find the picture of a code.
	 * @param code the code
	 * @return a path, or {@code null} if the store keeps no picture that a person can
	 * open
	 */
	@Nullable String scanLocation(LoginQrCode code);

	/**
	 * Frees what the store holds. Does nothing if it is closed already. Operations fail
	 * afterwards.
	 */
	@Override
	default void close() {
	}

	/**
	 * What was changed.
	 */
	enum Change {

		/** The session was written or removed. */
		SESSION,

		/** The attempt was written. */
		ATTEMPT

	}

	/**
	 * The exclusive right to drive the attempt. It is freed when its process dies. A
	 * store whose lease expires makes it last at least three {@link #BEAT beats}.
	 */
	interface Lease {

		/**
		 * How often the engine renews a lease while it holds it.
		 */
		Duration BEAT = Duration.ofSeconds(5);

		/**
		 * Makes sure that the lease is still held, and prolongs it where it runs out.
		 * @return whether it is still held
		 */
		Mono<Boolean> renew();

		/**
		 * Gives the lease back; does nothing if it is not held any more.
		 * @return completes when it is free
		 */
		Mono<Void> release();

	}

}
