package io.westmoon.login.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;

/**
 * The platform: codes, what people did with them, and the sessions that it gave. A
 * confirmed answer is given once.
 */
final class SimulatedPlatform {

	/** Is part of each token, so that one found anywhere is noticed. */
	static final String SECRET = "s3cr3t-";

	private final Simulation simulation;

	private final Map<String, Code> codes = new LinkedHashMap<>();

	private final Map<String, Issued> sessions = new LinkedHashMap<>();

	SimulatedPlatform(Simulation simulation) {
		this.simulation = simulation;
	}

	Code requestCode() {
		String name = "c" + (this.codes.size() + 1);
		Code code = new Code(name, SECRET + "scan-" + name,
				this.simulation.loop().now() + this.simulation.scenario().codeLife().toNanos());
		this.codes.put(code.scanToken, code);
		return code;
	}

	@Nullable Code code(@Nullable LoginQrCode code) {
		return (code != null) ? this.codes.get(code.scanToken()) : null;
	}

	@Nullable Code code(String scanToken) {
		return this.codes.get(scanToken);
	}

	List<Code> codes() {
		return new ArrayList<>(this.codes.values());
	}

	/**
	 * Returns what the platform says about a code; with {@code CONFIRMED}, the session is
	 * given.
	 */
	ScanStatus poll(String scanToken) {
		Code code = this.codes.get(scanToken);
		if (code == null || code.forgotten || code.given || this.simulation.loop().now() >= code.endsAt) {
			return ScanStatus.EXPIRED;
		}
		if (code.status == ScanStatus.CONFIRMED) {
			code.given = true;
		}
		return code.status;
	}

	/**
	 * Makes the session of a confirmed code.
	 */
	Issued issue(Code code, SimulatedProcess process) {
		code.stranger &= this.simulation.mayTurnAway();
		if (this.simulation.scenario().newLoginEndsOthers() && !code.stranger) {
			this.sessions.values().forEach(this::end);
		}
		String name = "s" + (this.sessions.size() + 1);
		WestmoonSession session = WestmoonSession.received(SECRET + "access-" + name, SECRET + "refresh-" + name,
				"Bearer", this.simulation.sessionLife(name), process.clock());
		Issued issued = new Issued(name, session, code);
		this.sessions.put(session.accessToken(), issued);
		return issued;
	}

	@Nullable Issued issued(@Nullable WestmoonSession session) {
		return (session != null) ? this.sessions.get(session.accessToken()) : null;
	}

	List<Issued> sessions() {
		return new ArrayList<>(this.sessions.values());
	}

	/**
	 * Ends all sessions.
	 * @return whether there was a living one
	 */
	boolean revoke() {
		boolean any = false;
		for (Issued issued : this.sessions.values()) {
			any |= issued.valid;
			end(issued);
		}
		return any;
	}

	private void end(Issued issued) {
		if (issued.valid) {
			issued.valid = false;
			issued.endedAt = this.simulation.loop().now();
		}
	}

	String name(@Nullable WestmoonSession session) {
		Issued issued = issued(session);
		return (issued != null) ? issued.name : (session != null) ? "an unknown session" : "no session";
	}

	/**
	 * A code.
	 */
	static final class Code {

		private final String name;

		private final String scanToken;

		private final long endsAt;

		ScanStatus status = ScanStatus.WAITING;

		boolean stranger;

		boolean forgotten;

		private boolean given;

		/** Since when the store shows or showed it; negative if it never did. */
		long shownAt = -1;

		/** When the store last ceased to show it; negative if it shows it. */
		long hiddenAt = -1;

		private Code(String name, String scanToken, long endsAt) {
			this.name = name;
			this.scanToken = scanToken;
			this.endsAt = endsAt;
		}

		String name() {
			return this.name;
		}

		String scanToken() {
			return this.scanToken;
		}

		boolean isOver(long now) {
			return this.forgotten || this.given || now >= this.endsAt;
		}

	}

	/**
	 * A session that was given.
	 */
	static final class Issued {

		private final String name;

		private final WestmoonSession session;

		private final Code code;

		boolean valid = true;

		/** When it ended; negative while it is valid. */
		long endedAt = -1;

		/** Which process received it; {@code null} if the answer got lost. */
		@Nullable SimulatedProcess receiver;

		long receivedAt = -1;

		/** Whether it was ever in the store, as a session or in an attempt. */
		boolean written;

		/** Whether another session took its place in the store. */
		boolean replaced;

		/** When that happened first; negative if it did not. */
		long replacedAt = -1;

		/** When the store, which had it, lost it first; negative if it did not. */
		long lostAt = -1;

		/**
		 * When the store lost it as the session, though an attempt holds it; negative if
		 * it did not.
		 */
		long heldSince = -1;

		private Issued(String name, WestmoonSession session, Code code) {
			this.name = name;
			this.session = session;
			this.code = code;
		}

		String name() {
			return this.name;
		}

		WestmoonSession session() {
			return this.session;
		}

		Code code() {
			return this.code;
		}

		boolean isStrangers() {
			return this.code.stranger;
		}

	}

}
