package io.westmoon.login.client;

import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreUnreachableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The right of one driver to drive the attempt. While it is held, it is renewed with
 * every beat, whatever the driver waits for. Belongs to one driver.
 */
final class LeaseHolder {

	private static final Log logger = LogFactory.getLog(LeaseHolder.class);

	private final ClientSettings settings;

	private final SessionStore store;

	private final ChangeSignal changeSignal;

	private final Disposable.Swap beat = Disposables.swap();

	private volatile SessionStore.@Nullable Lease lease;

	private boolean abandoned;

	LeaseHolder(ClientSettings settings, SessionStore store, ChangeSignal changeSignal) {
		this.settings = settings;
		this.store = store;
		this.changeSignal = changeSignal;
	}

	boolean isHeld() {
		return this.lease != null;
	}

	/**
	 * Claims the lease.
	 * @return whether it is held now; {@code false} if somebody else holds it
	 */
	Mono<Boolean> claim() {
		return this.store.tryLease().singleOptional().flatMap((claimed) -> {
			if (claimed.isEmpty()) {
				return Mono.just(false);
			}
			return hold(claimed.get()) ? Mono.just(true) : release(claimed.get()).thenReturn(false);
		});
	}

	private synchronized boolean hold(SessionStore.Lease claimed) {
		if (this.abandoned) {
			return false;
		}
		this.lease = claimed;
		this.beat.update(Flux.interval(SessionStore.Lease.BEAT, this.settings.scheduler())
			.onBackpressureDrop()
			.concatMap((tick) -> renew().onErrorComplete(), 1)
			.filter((held) -> !held)
			.subscribe((lost) -> this.changeSignal.signal()));
		this.settings.instrumentation().leaseChanged(true);
		return true;
	}

	/**
	 * Renews the lease.
	 * @return whether it is still held
	 */
	Mono<Boolean> renew() {
		return Mono.defer(() -> {
			SessionStore.Lease held = this.lease;
			return (held == null) ? Mono.just(false) : held.renew().doOnNext((stillHeld) -> {
				if (!stillHeld) {
					forget(held);
				}
			});
		});
	}

	private synchronized void forget(SessionStore.@Nullable Lease lost) {
		if (lost != null && lost == this.lease) {
			this.lease = null;
			this.beat.update(Disposables.disposed());
			this.settings.instrumentation().leaseChanged(false);
		}
	}

	/**
	 * Releases the lease for good; one that is claimed later is released at once.
	 */
	Mono<Void> abandon() {
		return Mono.defer(() -> {
			SessionStore.Lease held;
			synchronized (this) {
				this.abandoned = true;
				held = this.lease;
				forget(held);
			}
			return (held != null) ? release(held) : Mono.empty();
		});
	}

	private Mono<Void> release(SessionStore.Lease lease) {
		return lease.release().onErrorResume((error) -> {
			String message = "Cannot release the login lease of account '" + this.settings.account() + "'";
			if (error instanceof SessionStoreUnreachableException) {
				logger.debug(message, error);
			}
			else {
				logger.warn(message, error);
			}
			return Mono.empty();
		});
	}

}
