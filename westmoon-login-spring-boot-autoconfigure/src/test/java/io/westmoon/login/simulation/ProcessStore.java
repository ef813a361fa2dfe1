package io.westmoon.login.simulation;

import java.util.function.Supplier;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.simulation.SimulatedStore.HeldLease;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The store as one process sees it, with all that goes wrong.
 */
final class ProcessStore implements SessionStore {

	/** How many nanoseconds of a lease must be left when its holder hears of it. */
	private static final long KNOWN_IN_TIME = 10_000_000_000L;

	private final Simulation simulation;

	private final SimulatedProcess process;

	private final SimulatedStore store;

	private final ProcessSignals signals;

	private int renewals;

	ProcessStore(Simulation simulation, SimulatedProcess process, SimulatedStore store) {
		this.simulation = simulation;
		this.process = process;
		this.store = store;
		this.signals = new ProcessSignals(simulation, process);
		store.add(this.signals);
		process.sees(this.signals);
	}

	@Override
	public Mono<WestmoonSession> load() {
		return call(Port.LOAD, "", () -> this.store.session(this.process.copyOf()));
	}

	@Override
	public Mono<Boolean> save(WestmoonSession session) {
		return call(Port.SAVE, name(session), () -> this.store.save(this.process, session));
	}

	@Override
	public Mono<Boolean> remove(WestmoonSession session) {
		return call(Port.REMOVE, name(session), () -> this.store.remove(session));
	}

	@Override
	public Mono<LoginAttempt> attempt() {
		return call(Port.ATTEMPT, "", () -> this.store.attempt(this.process.copyOf()));
	}

	@Override
	public Mono<Boolean> compareAndSet(LoginAttempt next) {
		return call(Port.COMPARE_AND_SET, this.simulation.describe(next),
				() -> this.store.compareAndSet(this.process, next));
	}

	@Override
	public Mono<Lease> tryLease() {
		return new PortCall<>(this.simulation, this.process, Port.TRY_LEASE, "", new Operation<Lease>(null) {

			private @Nullable HeldLease held;

			@Override
			public @Nullable Lease run() {
				HeldLease claimed = ProcessStore.this.store.tryLease(ProcessStore.this.process);
				this.held = claimed;
				return (claimed != null) ? new ProcessLease(claimed) : null;
			}

			@Override
			public void delivered(@Nullable Lease lease) {
				HeldLease given = this.held;
				if (given != null) {
					if (given.until() - ProcessStore.this.simulation.loop().now() > KNOWN_IN_TIME) {
						given.known();
					}
					ProcessStore.this.simulation.invariants().leased(given);
				}
			}

			/**
			 * A lock on a file that reaches nobody is given back; a lease elsewhere runs
			 * out.
			 */
			@Override
			public void lost(@Nullable Lease lease) {
				HeldLease given = this.held;
				if (given != null) {
					given.lost();
					if (!ProcessStore.this.simulation.scenario().timedLease()) {
						ProcessStore.this.store.release(given);
					}
				}
			}
		});
	}

	@Override
	public Flux<Change> changes() {
		return Flux.defer(() -> {
			Answer answer = this.simulation.faults().decide(Port.CHANGES, this.process.nextCall(Port.CHANGES));
			this.simulation.invariants().called(this.process, Port.CHANGES, "");
			this.simulation.trace().add(this.process, () -> "changes" + ((answer.fault() != null) ? " !! FAIL" : ""));
			return (answer.fault() != null) ? Flux.error(failed()) : this.signals.flux();
		});
	}

	@Override
	public @Nullable String scanLocation(LoginQrCode code) {
		return null;
	}

	/**
	 * Somebody empties the store, for instance.
	 */
	private boolean isLeaseLost() {
		boolean lost = this.simulation.decisions()
			.happens(this.process.name() + ".leaseLoss#" + ++this.renewals, this.simulation.scenario().leaseLoss());
		if (lost) {
			this.process.hindered();
		}
		return lost;
	}

	private String name(WestmoonSession session) {
		return this.simulation.platform().name(session);
	}

	private static SessionStoreException failed() {
		return new SessionStoreException("The simulated store is broken", null);
	}

	private <T> Mono<T> call(Port port, String subject, Supplier<@Nullable T> operation) {
		return new PortCall<>(this.simulation, this.process, port, subject, new Operation<>(operation));
	}

	private class Operation<T> implements PortCall.Operation<T> {

		private final @Nullable Supplier<@Nullable T> operation;

		Operation(@Nullable Supplier<@Nullable T> operation) {
			this.operation = operation;
		}

		@Override
		public @Nullable T run() {
			return (this.operation != null) ? this.operation.get() : null;
		}

		@Override
		public Throwable failure() {
			return ProcessStore.failed();
		}

		@Override
		public String describe(@Nullable T answer) {
			if (answer instanceof WestmoonSession session) {
				return ProcessStore.this.name(session);
			}
			return (answer instanceof LoginAttempt attempt) ? ProcessStore.this.simulation.describe(attempt)
					: (answer instanceof Lease) ? "lease" : String.valueOf(answer);
		}

	}

	private final class ProcessLease implements Lease {

		private final HeldLease held;

		ProcessLease(HeldLease held) {
			this.held = held;
		}

		@Override
		public Mono<Boolean> renew() {
			return call(Port.RENEW_LEASE, "", () -> {
				if (ProcessStore.this.isLeaseLost()) {
					this.held.lost();
					ProcessStore.this.store.release(this.held);
				}
				return ProcessStore.this.store.renew(this.held);
			});
		}

		@Override
		public Mono<Void> release() {
			return Mono.<Boolean>defer(() -> {
				this.held.lost();
				ProcessStore.this.simulation.invariants().released(this.held);
				return call(Port.RELEASE_LEASE, "", () -> {
					ProcessStore.this.store.release(this.held);
					return null;
				});
			}).then();
		}

	}

}
