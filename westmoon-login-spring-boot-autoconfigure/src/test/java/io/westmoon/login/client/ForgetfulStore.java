package io.westmoon.login.client;

import java.util.function.UnaryOperator;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.InMemorySessionStore;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A store like a server that loses writes it has acknowledged, and whose readings can lag
 * behind.
 */
final class ForgetfulStore implements SessionStore {

	private final Sinks.Many<Change> changes = Sinks.many().multicast().directBestEffort();

	private InMemorySessionStore store = new InMemorySessionStore();

	int writes;

	UnaryOperator<Mono<Boolean>> onSave = (save) -> save;

	UnaryOperator<Mono<Boolean>> onRemove = (remove) -> remove;

	FaultyStore.WriteFault onWrite = (attempt, write) -> write;

	UnaryOperator<Mono<LoginAttempt>> onAttempt = (attempt) -> attempt;

	UnaryOperator<Mono<Lease>> onLease = (lease) -> lease;

	/**
	 * Returns to an older state. A lease is lost.
	 * @param session the session then
	 * @param attempt the attempt then
	 */
	void goBack(@Nullable WestmoonSession session, @Nullable LoginAttempt attempt) {
		this.store = new InMemorySessionStore();
		if (session != null) {
			this.store.save(session).subscribe();
		}
		for (long version = 1; attempt != null && version <= attempt.version(); version++) {
			this.store.compareAndSet(attempt.toBuilder().version(version).build()).subscribe();
		}
		this.changes.tryEmitNext(Change.SESSION);
		this.changes.tryEmitNext(Change.ATTEMPT);
	}

	@Override
	public Mono<WestmoonSession> load() {
		return Mono.defer(() -> this.store.load());
	}

	@Override
	public Mono<Boolean> save(WestmoonSession session) {
		return Mono.defer(() -> this.onSave.apply(this.store.save(session)));
	}

	@Override
	public Mono<Boolean> remove(WestmoonSession session) {
		return Mono.defer(() -> this.onRemove.apply(this.store.remove(session)));
	}

	@Override
	public Mono<LoginAttempt> attempt() {
		return Mono.defer(() -> this.onAttempt.apply(this.store.attempt()));
	}

	@Override
	public Mono<Boolean> compareAndSet(LoginAttempt next) {
		return Mono.defer(() -> {
			this.writes++;
			return this.onWrite.apply(next, Mono.defer(() -> this.store.compareAndSet(next)));
		});
	}

	@Override
	public Mono<Lease> tryLease() {
		return Mono.defer(() -> this.onLease.apply(this.store.tryLease()));
	}

	@Override
	public Flux<Change> changes() {
		return this.changes.asFlux();
	}

	@Override
	public @Nullable String scanLocation(LoginQrCode code) {
		return null;
	}

}
