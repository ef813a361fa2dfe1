package io.westmoon.login.client;

import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A store as its contract wants it, whatever the store does: every operation ends in time
 * and fails with {@link SessionStoreException} only. A passing fault is retried.
 */
final class GuardedStore implements SessionStore {

	private static final Log logger = LogFactory.getLog(GuardedStore.class);

	private final SessionStore store;

	private final ClientSettings settings;

	private final TimeLimiter limiter;

	private volatile @Nullable String problem;

	GuardedStore(SessionStore store, ClientSettings settings) {
		this.store = store;
		this.settings = settings;
		this.limiter = new TimeLimiter(settings.scheduler());
	}

	/**
	 * Returns what the last operation failed at; {@code null} if it did not fail.
	 */
	@Nullable String problem() {
		return this.problem;
	}

	private <T> Mono<T> noted(Mono<T> operation) {
		return operation.doOnSuccess((result) -> this.problem = null).doOnError((error) -> {
			this.problem = error.getMessage();
			this.settings.instrumentation().storeFailed(error);
		});
	}

	@Override
	public Mono<WestmoonSession> load() {
		return bounded("read the session", this.store::load);
	}

	@Override
	public Mono<Boolean> save(WestmoonSession session) {
		return answered("write the session", () -> this.store.save(session));
	}

	@Override
	public Mono<Boolean> remove(WestmoonSession session) {
		return answered("remove the session", () -> this.store.remove(session));
	}

	@Override
	public Mono<LoginAttempt> attempt() {
		return bounded("read the login attempt", this.store::attempt);
	}

	@Override
	public Mono<Boolean> compareAndSet(LoginAttempt next) {
		return answered("write the login attempt", () -> this.store.compareAndSet(next));
	}

	@Override
	public Mono<Lease> tryLease() {
		return noted(this.limiter
			.callOrGiveBack(ClientSettings.STORE_DEADLINE, this.store::tryLease,
					(late) -> new GuardedLease(late).release().onErrorComplete().subscribe())
			.<Lease>map(GuardedLease::new)
			.onErrorMap((error) -> failure("claim the login lease", error)));
	}

	@Override
	public Flux<Change> changes() {
		return this.store.changes();
	}

	/**
	 * A store that cannot say where the picture is has no picture.
	 */
	@Override
	public @Nullable String scanLocation(LoginQrCode code) {
		try {
			return this.store.scanLocation(code);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn(name() + " cannot say where the picture of the code is", ex);
			return null;
		}
	}

	@Override
	public void close() {
		try {
			this.store.close();
		}
		catch (RuntimeException ex) {
			logger.warn(name() + " cannot be closed", ex);
		}
	}

	private <T> Mono<T> answered(String operation, Supplier<Mono<T>> call) {
		return bounded(operation, call).switchIfEmpty(Mono
			.error(() -> new SessionStoreException(name() + " gave no answer when asked to " + operation, null)));
	}

	private <T> Mono<T> bounded(String operation, Supplier<Mono<T>> call) {
		Mono<T> retried = Mono.defer(call)
			.onErrorMap((error) -> failure(operation, error))
			.retryWhen(this.settings.storeRetry());
		return noted(this.limiter.call(ClientSettings.STORE_DEADLINE, () -> retried)
			.onErrorMap((error) -> failure(operation, error)));
	}

	private String name() {
		return "The session store of account '" + this.settings.account() + "'";
	}

	private SessionStoreException failure(String operation, Throwable error) {
		if (error instanceof SessionStoreException known) {
			return known;
		}
		return new SessionStoreException(
				(error instanceof TimeoutException)
						? name() + " did not answer within " + ClientSettings.STORE_DEADLINE.toSeconds()
								+ " seconds when asked to " + operation
						: name() + " failed when asked to " + operation + " (" + error.getClass().getName() + ")",
				error);
	}

	/**
	 * A lease whose operations end.
	 */
	private final class GuardedLease implements Lease {

		private final Lease lease;

		GuardedLease(Lease lease) {
			this.lease = lease;
		}

		@Override
		public Mono<Boolean> renew() {
			return answered("renew the login lease", this.lease::renew);
		}

		@Override
		public Mono<Void> release() {
			return bounded("release the login lease", this.lease::release);
		}

	}

}
