package io.westmoon.login.simulation;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.westmoon.login.simulation.SimulatedPlatform.Issued;
import org.jspecify.annotations.Nullable;

/**
 * The logouts that have completed, and what they made void.
 */
final class Logouts {

	private final List<Logout> logouts = new ArrayList<>();

	private final List<Loss> losses = new ArrayList<>();

	private final Map<SimulatedProcess, Long> records = new IdentityHashMap<>();

	private long last = -1;

	/**
	 * Somebody asks for a logout.
	 */
	void begins(long now) {
		this.last = now;
	}

	/**
	 * Returns when the last one began or was written, completed or not; negative if none
	 * was. One that began before a code was shown may be written afterwards.
	 */
	long last() {
		return this.last;
	}

	/**
	 * A process writes into the attempt that the account is logged out.
	 * @param asked whether somebody asked this process to, rather than the store having
	 * lost it
	 */
	void recorded(SimulatedProcess process, long now, boolean asked) {
		this.records.put(process, now);
		if (asked) {
			this.last = now;
		}
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
					&& issued.code().shownAt >= 0 && issued.code().shownAt < logout.began && isInForce(logout, issued));
	}

	/**
	 * Whether a logout still counts. Of one that the store has lost somebody has to know,
	 * who sees what the store holds and not an older copy, and it has to concern the
	 * session: one that another had replaced before is not named in it.
	 */
	private boolean isInForce(Logout logout, Issued issued) {
		if (isHidden(issued, logout.recorded)) {
			return false;
		}
		Optional<Loss> lost = this.losses.stream()
			.filter((loss) -> loss.moment < logout.recorded && loss.at >= logout.recorded)
			.findFirst();
		return lost.isEmpty() || (logout.process.isAlive() && !logout.process.wasBehindSince(lost.get().at)
				&& (issued.replacedAt < 0 || issued.replacedAt >= logout.began));
	}

	/**
	 * Whether a logout could not name a session, since the store had lost it, and the
	 * process that holds it could not see the logout.
	 */
	private static boolean isHidden(Issued issued, long recorded) {
		SimulatedProcess receiver = issued.receiver;
		return receiver != null && issued.lostAt >= 0 && issued.lostAt <= recorded
				&& receiver.wasBehindSince(issued.lostAt);
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
