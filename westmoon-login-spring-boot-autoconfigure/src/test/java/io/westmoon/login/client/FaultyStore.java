package io.westmoon.login.client;

import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A store that does to loads, saves, attempts, writes, leases and signals what a test
 * says.
 */
final class FaultyStore implements SessionStore {

	private final SessionStore store;

	Function<Mono<WestmoonSession>, Mono<WestmoonSession>> onLoad = (load) -> load;

	Function<Mono<Boolean>, Mono<Boolean>> onSave = (save) -> save;

	UnaryOperator<Mono<LoginAttempt>> onAttempt = (attempt) -> attempt;

	WriteFault onWrite = (attempt, write) -> write;

	UnaryOperator<Mono<Lease>> onLease = (lease) -> lease;

	UnaryOperator<Flux<Change>> onChanges = (changes) -> changes;

	FaultyStore(SessionStore store) {
		this.store = store;
	}

	static SessionStoreException full() {
		return new SessionStoreException("The disk is full", null);
	}

	@Override
	public Mono<WestmoonSession> load() {
		return Mono.defer(() -> this.onLoad.apply(this.store.load()));
	}

	@Override
	public Mono<Boolean> save(WestmoonSession session) {
		return Mono.defer(() -> this.onSave.apply(this.store.save(session)));
	}

	@Override
	public Mono<Boolean> remove(WestmoonSession session) {
		return this.store.remove(session);
	}

	@Override
	public Mono<LoginAttempt> attempt() {
		return Mono.defer(() -> this.onAttempt.apply(this.store.attempt()));
	}

	@Override
	public Mono<Boolean> compareAndSet(LoginAttempt next) {
		return Mono.defer(() -> this.onWrite.apply(next, this.store.compareAndSet(next)));
	}

	@Override
	public Mono<Lease> tryLease() {
		return this.onLease.apply(this.store.tryLease());
	}

	@Override
	public Flux<Change> changes() {
		return this.onChanges.apply(this.store.changes());
	}

	@Override
	public String scanLocation(LoginQrCode code) {
		return this.store.scanLocation(code);
	}

	/**
	 * Decides what becomes of a write.
	 */
	@FunctionalInterface
	interface WriteFault {

		Mono<Boolean> apply(LoginAttempt attempt, Mono<Boolean> write);

	}

}
