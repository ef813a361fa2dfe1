package io.westmoon.login.benchmark;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Where all arms of a storm log in: gives a new token some time after it was asked.
 */
final class TokenIssuer {

	/** The token that is revoked. */
	static final String OLD = "old";

	private final @Nullable Duration delay;

	private final AtomicInteger logins = new AtomicInteger();

	private volatile boolean revoked;

	private final AtomicLong firstIssued = new AtomicLong();

	/**
	 * Creates an issuer.
	 * @param delay how long a login takes; {@code null} if it never ends
	 */
	TokenIssuer(@Nullable Duration delay) {
		this.delay = delay;
	}

	/**
	 * Logs in when subscribed to.
	 */
	Mono<String> login() {
		return Mono.defer(() -> issued(begin()));
	}

	/**
	 * Begins a login that {@link #issued} ends.
	 */
	int begin() {
		return this.logins.incrementAndGet();
	}

	Mono<String> issued(int login) {
		if (this.delay == null) {
			return Mono.never();
		}
		return Mono.delay(this.delay).map((tick) -> {
			this.firstIssued.compareAndSet(0, System.nanoTime());
			return "new-" + login;
		});
	}

	/**
	 * Ends the old token.
	 */
	void revoke() {
		this.revoked = true;
	}

	boolean isGood(String token) {
		return !(this.revoked && token.equals(OLD));
	}

	int logins() {
		return this.logins.get();
	}

	/**
	 * Returns when the first token was given, as {@link System#nanoTime()} says it.
	 */
	long firstIssued() {
		return this.firstIssued.get();
	}

}
