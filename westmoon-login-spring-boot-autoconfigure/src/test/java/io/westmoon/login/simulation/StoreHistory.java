package io.westmoon.login.simulation;

import java.util.ArrayList;
import java.util.List;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.simulation.SimulatedStore.HeldLease;
import org.jspecify.annotations.Nullable;

/**
 * What a server has held, so that it can return to it and a replica can lag behind.
 */
final class StoreHistory {

	private static final State NOTHING = new State(0, null, null, null, 0);

	private final List<State> states = new ArrayList<>();

	private boolean cleared;

	void add(State state) {
		this.states.add(state);
	}

	/**
	 * Forgets all states, since the server returned to one of them or lost them.
	 */
	void clear() {
		this.states.clear();
		this.cleared = true;
	}

	/**
	 * Returns what was held at a time, as far as is remembered.
	 * @param time nanoseconds since the simulation began; negative for nothing
	 */
	State at(long time) {
		if (time < 0 || this.states.isEmpty()) {
			return NOTHING;
		}
		for (int i = this.states.size() - 1; i >= 0; i--) {
			if (this.states.get(i).since <= time) {
				return this.states.get(i);
			}
		}
		return this.cleared ? this.states.get(0) : NOTHING;
	}

	/**
	 * What a server holds from a time on.
	 *
	 * @param since nanoseconds since the simulation began
	 * @param session the session
	 * @param attempt the attempt
	 * @param lease the lease
	 * @param leaseUntil when the lease runs out
	 */
	record State(long since, @Nullable WestmoonSession session, @Nullable LoginAttempt attempt,
			@Nullable HeldLease lease, long leaseUntil) {
	}

}
