package io.westmoon.login.simulation;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.westmoon.login.simulation.SimulatedPlatform.Issued;
import org.jspecify.annotations.Nullable;

/**
 * The logouts that have completed, and what they made void.
 */
final class Logouts {

	private final List<Logout> logouts = new ArrayList<>();

	private final List<Loss> losses = new ArrayList<>();

	private final Map<SimulatedProcess, Long> records = new IdentityHashMap<>();

	private long lastBegan = -1;

	/**
	 * Somebody asks for a logout.
	 */
	void begins(long now) {
		this.lastBegan = now;
	}

	/**
	 * Returns when the last one began, completed or not; negative if none did.
	 */
	long lastBegan() {
		return this.lastBegan;
	}

	/**
	 * A process writes into the attempt that the account is logged out.
	 */
	void recorded(SimulatedProcess process, long now) {
		this.records.put(process, now);
	}

	void completed(Caller caller, long now) {
		long recorded = this.records.getOrDefault(caller.process(), caller.began());
		this.logouts.add(new Logout(caller.process(), caller.began(), now, recorded));
	}

	/**
	 * The store loses the attempts that were written since a moment.
	 */
	void lost(long moment, long now) {
		this.losses.add(new Loss(moment, now));
	}

	/**
	 * Whether a session comes of a code that was shown before a completed logout began.
	 * @param process the process where the logout completed; {@code null} for any
	 */
	boolean makeVoid(Issued issued, @Nullable SimulatedProcess process, long before) {
		return this.logouts.stream()
			.anyMatch((logout) -> (process == null || logout.process == process) && logout.completed < before
					&& issued.code().shownAt >= 0 && issued.code().shownAt < logout.began
					&& (!isLost(logout) || isKnown(logout, issued)));
	}

	private boolean isLost(Logout logout) {
		return this.losses.stream().anyMatch((loss) -> loss.moment < logout.recorded && loss.at >= logout.recorded);
	}

	/**
	 * Whether somebody knows of a logout that the store has lost, and that it concerned
	 * the session: one that another had replaced before is not named in it.
	 */
	private static boolean isKnown(Logout logout, Issued issued) {
		return logout.process.isAlive() && (issued.replacedAt < 0 || issued.replacedAt >= logout.began);
	}

	/**
	 * A logout that completed.
	 */
	private record Logout(SimulatedProcess process, long began, long completed, long recorded) {
	}

	/**
	 * A loss of attempts.
	 */
	private record Loss(long moment, long at) {
	}

}
