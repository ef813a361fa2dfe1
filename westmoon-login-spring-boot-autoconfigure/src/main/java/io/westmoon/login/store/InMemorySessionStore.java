package io.westmoon.login.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Keeps one account's login in memory: for tests and processes that are not to leave
 * anything behind. Clients that share an object share the login. Thread-safe.
 */
public final class InMemorySessionStore implements SessionStore {

	private final Sinks.Many<Change> changes = Sinks.many().multicast().directBestEffort();

	private final AtomicReference<@Nullable Lease> holder = new AtomicReference<>();

	private @Nullable WestmoonSession session;

	private @Nullable LoginAttempt attempt;

	@Override
	public Mono<WestmoonSession> load() {
		return Mono.fromSupplier(this::session);
	}

	private synchronized @Nullable WestmoonSession session() {
		return this.session;
	}

	@Override
	public Mono<Boolean> save(WestmoonSession session) {
		return Mono.fromSupplier(() -> changed(Change.SESSION, put(session)));
	}

	private synchronized boolean put(WestmoonSession session) {
		WestmoonSession stored = this.session;
		if (stored != null && !stored.isSameAs(session) && stored.createdAt().isAfter(session.createdAt())) {
			return false;
		}
		this.session = session;
		return true;
	}

	@Override
	public Mono<Boolean> remove(WestmoonSession session) {
		return Mono.fromSupplier(() -> changed(Change.SESSION, take(session)));
	}

	private synchronized boolean take(WestmoonSession session) {
		if (!session.isSameAs(this.session)) {
			return false;
		}
		this.session = null;
		return true;
	}

	@Override
	public Mono<LoginAttempt> attempt() {
		return Mono.fromSupplier(this::storedAttempt);
	}

	private synchronized @Nullable LoginAttempt storedAttempt() {
		return this.attempt;
	}

	@Override
	public Mono<Boolean> compareAndSet(LoginAttempt next) {
		return Mono.fromSupplier(() -> changed(Change.ATTEMPT, put(next)));
	}

	private synchronized boolean put(LoginAttempt next) {
		long version = (this.attempt != null) ? this.attempt.version() : 0;
		if (next.version() != version + 1) {
			return false;
		}
		this.attempt = next;
		return true;
	}

	private boolean changed(Change change, boolean done) {
		if (done) {
			this.changes.emitNext(change, Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(1)));
		}
		return done;
	}

	@Override
	public Mono<Lease> tryLease() {
		return Mono.fromSupplier(() -> {
			Lease lease = new MemoryLease();
			return this.holder.compareAndSet(null, lease) ? lease : null;
		});
	}

	@Override
	public Flux<Change> changes() {
		return this.changes.asFlux();
	}

	@Override
	public @Nullable String whereToScan(LoginQrCode code) {
		return null;
	}

	private final class MemoryLease implements Lease {

		@Override
		public Mono<Boolean> renew() {
			return Mono.fromSupplier(() -> InMemorySessionStore.this.holder.get() == this);
		}

		@Override
		public Mono<Void> release() {
			return Mono.fromRunnable(() -> InMemorySessionStore.this.holder.compareAndSet(this, null));
		}

	}

}
