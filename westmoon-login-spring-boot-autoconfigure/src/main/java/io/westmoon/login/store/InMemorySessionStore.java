package io.westmoon.login.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Keeps one account's login for the life of the process, for tests and one-off processes.
 * Thread-safe; does no I/O.
 */
public final class InMemorySessionStore implements SessionStore {

	private static final Duration EMIT_TIMEOUT = Duration.ofSeconds(1);

	private static final int PENDING_CHANGES = 256;

	private final AtomicReference<@Nullable WestmoonSession> session = new AtomicReference<>();

	private final AtomicReference<@Nullable LoginAttempt> attempt = new AtomicReference<>();

	private final AtomicReference<@Nullable Lease> lease = new AtomicReference<>();

	private final Sinks.Many<Change> changes = Sinks.many().multicast().directBestEffort();

	@Override
	public Mono<WestmoonSession> load() {
		return Mono.fromSupplier(this.session::get);
	}

	@Override
	public Mono<Boolean> save(WestmoonSession session) {
		return changing(Change.SESSION, () -> {
			WestmoonSession stored = this.session.get();
			while (stored == null || stored.isSameAs(session) || !stored.createdAt().isAfter(session.createdAt())) {
				if (this.session.compareAndSet(stored, session)) {
					return true;
				}
				stored = this.session.get();
			}
			return false;
		});
	}

	@Override
	public Mono<Boolean> remove(WestmoonSession session) {
		return changing(Change.SESSION, () -> {
			WestmoonSession stored = this.session.get();
			while (session.isSameAs(stored)) {
				if (this.session.compareAndSet(stored, null)) {
					return true;
				}
				stored = this.session.get();
			}
			return false;
		});
	}

	@Override
	public Mono<LoginAttempt> attempt() {
		return Mono.fromSupplier(this.attempt::get);
	}

	@Override
	public Mono<Boolean> compareAndSet(LoginAttempt next) {
		return changing(Change.ATTEMPT, () -> {
			LoginAttempt stored = this.attempt.get();
			long version = (stored != null) ? stored.version() : 0;
			return next.version() == version + 1 && this.attempt.compareAndSet(stored, next);
		});
	}

	@Override
	public Mono<Lease> tryLease() {
		return Mono.fromSupplier(() -> {
			Lease claimed = new MemoryLease();
			return this.lease.compareAndSet(null, claimed) ? claimed : null;
		});
	}

	@Override
	public Flux<Change> changes() {
		return this.changes.asFlux().onBackpressureBuffer(PENDING_CHANGES, BufferOverflowStrategy.DROP_OLDEST);
	}

	@Override
	public @Nullable String scanLocation(LoginQrCode code) {
		return null;
	}

	private Mono<Boolean> changing(Change change, Supplier<Boolean> write) {
		return Mono.fromSupplier(() -> {
			boolean changed = write.get();
			if (changed) {
				this.changes.emitNext(change, Sinks.EmitFailureHandler.busyLooping(EMIT_TIMEOUT));
			}
			return changed;
		});
	}

	@Override
	public String toString() {
		return "InMemorySessionStore";
	}

	private final class MemoryLease implements Lease {

		@Override
		public Mono<Boolean> renew() {
			return Mono.fromSupplier(() -> InMemorySessionStore.this.lease.get() == this);
		}

		@Override
		public Mono<Void> release() {
			return Mono.fromRunnable(() -> InMemorySessionStore.this.lease.compareAndSet(this, null));
		}

	}

}
