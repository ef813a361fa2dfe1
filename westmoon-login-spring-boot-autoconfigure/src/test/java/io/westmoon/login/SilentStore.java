package io.westmoon.login;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A store whose changes nobody hears of.
 */
record SilentStore(SessionStore store) implements SessionStore {

	@Override
	public Mono<WestmoonSession> load() {
		return this.store.load();
	}

	@Override
	public Mono<Boolean> save(WestmoonSession session) {
		return this.store.save(session);
	}

	@Override
	public Mono<Boolean> remove(WestmoonSession session) {
		return this.store.remove(session);
	}

	@Override
	public Mono<LoginAttempt> attempt() {
		return this.store.attempt();
	}

	@Override
	public Mono<Boolean> compareAndSet(LoginAttempt next) {
		return this.store.compareAndSet(next);
	}

	@Override
	public Mono<Lease> tryLease() {
		return this.store.tryLease();
	}

	@Override
	public Flux<Change> changes() {
		return Flux.never();
	}

	@Override
	public String whereToScan(LoginQrCode code) {
		return this.store.whereToScan(code);
	}

}
