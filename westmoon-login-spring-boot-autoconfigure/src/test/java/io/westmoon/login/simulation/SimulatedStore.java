package io.westmoon.login.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore.Change;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;

/**
 * What all processes share: a session, an attempt and a lease. Each operation is atomic;
 * faults are the business of {@link ProcessStore}.
 */
final class SimulatedStore {

	static final Duration LEASE = Duration.ofSeconds(15);

	private final Simulation simulation;

	private final List<ProcessStore> views = new ArrayList<>();

	private @Nullable WestmoonSession session;

	private @Nullable LoginAttempt attempt;

	private @Nullable HeldLease lease;

	SimulatedStore(Simulation simulation) {
		this.simulation = simulation;
	}

	void add(ProcessStore view) {
		this.views.add(view);
	}

	@Nullable WestmoonSession session() {
		return this.session;
	}

	@Nullable LoginAttempt attempt() {
		return this.attempt;
	}

	/**
	 * Returns the code that people see.
	 */
	@Nullable LoginQrCode shownCode() {
		return (this.attempt != null) ? this.attempt.code() : null;
	}

	boolean save(WestmoonSession next) {
		WestmoonSession stored = this.session;
		if (stored != null && !stored.isSameAs(next) && stored.createdAt().isAfter(next.createdAt())) {
			return false;
		}
		this.session = next;
		this.simulation.invariants().written(next);
		changed(Change.SESSION);
		return true;
	}

	boolean remove(WestmoonSession removed) {
		if (!removed.isSameAs(this.session)) {
			return false;
		}
		this.session = null;
		changed(Change.SESSION);
		return true;
	}

	boolean compareAndSet(LoginAttempt next) {
		LoginAttempt stored = this.attempt;
		if (next.version() != ((stored != null) ? stored.version() : 0) + 1) {
			return false;
		}
		this.attempt = next;
		this.simulation.invariants().written(stored, next);
		changed(Change.ATTEMPT);
		return true;
	}

	@Nullable HeldLease tryLease(SimulatedProcess process) {
		if (holder() != null) {
			return null;
		}
		HeldLease claimed = new HeldLease(process, this.simulation.loop().now() + LEASE.toNanos());
		if (process.suspendedUntil() > this.simulation.loop().now()) {
			claimed.lost();
		}
		this.lease = claimed;
		return claimed;
	}

	/**
	 * Returns the lease that is held now; {@code null} if it is free.
	 */
	@Nullable HeldLease holder() {
		HeldLease held = this.lease;
		if (held != null && (isTimed() ? held.isOver(this.simulation.loop().now()) : !held.process.isAlive())) {
			if (isTimed() && !held.released) {
				this.simulation.invariants().ranOut(held);
			}
			this.lease = null;
		}
		return this.lease;
	}

	boolean renew(HeldLease held) {
		if (holder() != held) {
			return false;
		}
		held.until = this.simulation.loop().now() + LEASE.toNanos();
		return true;
	}

	void release(HeldLease held) {
		if (holder() == held) {
			held.released = true;
			this.lease = null;
		}
	}

	private boolean isTimed() {
		return this.simulation.scenario().timedLease();
	}

	private void changed(Change change) {
		this.views.forEach((view) -> view.signal(change));
	}

	/**
	 * A lease that was given.
	 */
	static final class HeldLease {

		private final SimulatedProcess process;

		private long until;

		private final int troubles;

		private boolean released;

		private boolean known;

		private boolean lost;

		private HeldLease(SimulatedProcess process, long until) {
			this.process = process;
			this.until = until;
			this.troubles = process.troubles();
		}

		SimulatedProcess process() {
			return this.process;
		}

		long until() {
			return this.until;
		}

		private boolean isOver(long now) {
			return now >= this.until;
		}

		/**
		 * Notes that its holder knows of it in time.
		 */
		void known() {
			this.known = true;
		}

		/**
		 * Notes that its holder does not know of it, or not any more.
		 */
		void lost() {
			this.lost = true;
		}

		/**
		 * Whether its holder had a reason not to renew it.
		 */
		boolean isTroubled() {
			return this.lost || !this.known || !this.process.isAlive() || this.process.troubles() != this.troubles;
		}

	}

}
