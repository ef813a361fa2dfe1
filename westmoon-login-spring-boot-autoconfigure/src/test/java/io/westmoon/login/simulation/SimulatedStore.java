package io.westmoon.login.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.westmoon.login.AttemptState;
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

	private static final Set<AttemptState> DELICATE = EnumSet.of(AttemptState.SCANNED, AttemptState.CONFIRMED,
			AttemptState.ACCEPTED, AttemptState.LOGGED_OUT);

	private final Simulation simulation;

	private final StoreHistory history = new StoreHistory();

	private final List<ProcessSignals> views = new ArrayList<>();

	private @Nullable WestmoonSession session;

	private @Nullable LoginAttempt attempt;

	private @Nullable HeldLease lease;

	SimulatedStore(Simulation simulation) {
		this.simulation = simulation;
	}

	void add(ProcessSignals view) {
		this.views.add(view);
	}

	@Nullable WestmoonSession session() {
		return this.session;
	}

	@Nullable LoginAttempt attempt() {
		return this.attempt;
	}

	/**
	 * Returns the session, or an older one.
	 * @param moment when it was stored; negative for now
	 */
	@Nullable WestmoonSession session(long moment) {
		return (moment < 0) ? this.session : this.history.at(moment).session();
	}

	/**
	 * Returns the attempt, or an older one.
	 * @param moment when it was stored; negative for now
	 */
	@Nullable LoginAttempt attempt(long moment) {
		return (moment < 0) ? this.attempt : this.history.at(moment).attempt();
	}

	/**
	 * Returns the code that people see.
	 */
	@Nullable LoginQrCode shownCode() {
		return (this.attempt != null) ? this.attempt.code() : null;
	}

	boolean save(SimulatedProcess process, WestmoonSession next) {
		WestmoonSession stored = this.session;
		if (stored != null && !stored.isSameAs(next) && stored.createdAt().isAfter(next.createdAt())) {
			return false;
		}
		this.session = next;
		this.simulation.invariants().written(process, stored, next);
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

	boolean compareAndSet(SimulatedProcess process, LoginAttempt next) {
		LoginAttempt stored = this.attempt;
		if (next.version() != ((stored != null) ? stored.version() : 0) + 1) {
			return false;
		}
		this.attempt = next;
		this.simulation.invariants().written(process, stored, next);
		if (DELICATE.contains(next.state())) {
			this.simulation.troubles().isDelicate(process);
		}
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
		remember();
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
		remember();
		return true;
	}

	void release(HeldLease held) {
		if (holder() == held) {
			held.released = true;
			this.lease = null;
			remember();
		}
	}

	private boolean isTimed() {
		return this.simulation.scenario().timedLease();
	}

	/**
	 * Loses what was acknowledged since some moments: now for nothing, negative ones for
	 * everything. A lease that comes back may have been given back since.
	 * @param session nanoseconds since the simulation began, as the others are
	 */
	void lose(long session, long attempt, long lease) {
		long now = this.simulation.loop().now();
		LoginAttempt before = this.attempt;
		this.session = this.history.at(session).session();
		this.attempt = this.history.at(attempt).attempt();
		if (lease < now) {
			loseLease(this.history.at(lease));
		}
		this.simulation.invariants().lost(before, this.attempt, attempt);
		this.history.clear();
		changed(Change.SESSION);
		changed(Change.ATTEMPT);
	}

	private void loseLease(StoreHistory.State then) {
		HeldLease held = holder();
		if (held != null) {
			held.lost();
		}
		this.lease = then.lease();
		if (this.lease != null) {
			this.lease.lost();
			this.lease.until = then.leaseUntil();
		}
	}

	private void changed(Change change) {
		remember();
		this.views.forEach((view) -> view.changed(change));
	}

	private void remember() {
		if (this.simulation.scenario().isServer()) {
			HeldLease held = this.lease;
			this.history.add(new StoreHistory.State(this.simulation.loop().now(), this.session, this.attempt, held,
					(held != null) ? held.until : 0));
		}
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

		private int used;

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
		 * Counts a call that its holder made since it has ended.
		 * @return how many there were
		 */
		int used() {
			return ++this.used;
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
