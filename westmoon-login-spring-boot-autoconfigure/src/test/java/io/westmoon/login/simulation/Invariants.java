package io.westmoon.login.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonLoginException;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.simulation.EventLoop.Event;
import io.westmoon.login.simulation.EventLoop.Source;
import io.westmoon.login.simulation.SimulatedPlatform.Code;
import io.westmoon.login.simulation.SimulatedPlatform.Issued;
import io.westmoon.login.simulation.SimulatedStore.HeldLease;
import org.jspecify.annotations.Nullable;

/**
 * Watches that the rules hold. Keeps the first violation of each.
 */
final class Invariants {

	private static final int CALLS_AT_ONCE = 50;

	private static final int CALLS_IN_A_WHILE = 300;

	private static final long WHILE = 10_000_000_000L;

	private static final int MOST_NEEDLESS = 3;

	/** How many nanoseconds the engine waits for the store at most. */
	private static final long STORE_TIMEOUT = 40_000_000_000L;

	/** How soon the end of a login is heard. */
	private static final Duration SOON = Duration.ofSeconds(5);

	/** How soon an event is told, also by a process whose store is slow. */
	private static final Duration TOLD_WITHIN = Duration.ofSeconds(25);

	/** How many faults in a row the engine forgives its store at least. */
	private static final int FEW_FAULTS = 10;

	private final Simulation simulation;

	private final Map<Rule, Violation> violations = new EnumMap<>(Rule.class);

	private final Map<SimulatedProcess, Map<Port, Calls>> calls = new IdentityHashMap<>();

	private final Map<String, Integer> needless = new HashMap<>();

	private final Map<String, Integer> pollsOfHidden = new HashMap<>();

	private final Set<Throwable> errors = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Logouts logouts = new Logouts();

	private final Set<HeldLease> leases = new LinkedHashSet<>();

	private final List<Caller> callers = new ArrayList<>();

	private final Secrets secrets = new Secrets();

	private long lastWrite = -1;

	private long lastPause = -1;

	private long lastLoss = -1;

	Invariants(Simulation simulation) {
		this.simulation = simulation;
	}

	void violated(Rule rule, String detail) {
		Violation violation = new Violation(rule, this.simulation.loop().now(), detail);
		if (this.violations.putIfAbsent(rule, violation) == null) {
			this.simulation.trace().add(null, () -> Trace.violation(violation));
		}
	}

	Map<Rule, Violation> violations() {
		return this.violations;
	}

	/**
	 * A port is called.
	 * @return whether it is called in a loop, so that its answer has to take time
	 */
	boolean called(SimulatedProcess process, Port port, String subject) {
		Event event = this.simulation.loop().current();
		if (event != null && event.lent) {
			violated(Rule.OWN_THREADS, process.name() + " calls " + port + " on a thread that a caller may block");
		}
		if (port == Port.REQUEST_CODE || port == Port.POLL) {
			underLease(process, port);
		}
		if (port == Port.POLL) {
			polled(process, subject);
		}
		Calls counted = this.calls.computeIfAbsent(process, (key) -> new EnumMap<>(Port.class))
			.computeIfAbsent(port, (key) -> new Calls());
		if (!counted.add(this.simulation.loop().now())) {
			violated(Rule.NO_HOT_LOOPS, process.name() + " calls " + port + " in a loop");
			return false;
		}
		return true;
	}

	private void underLease(SimulatedProcess process, Port port) {
		List<HeldLease> held = this.leases.stream().filter((lease) -> lease.process() == process).toList();
		if (held.isEmpty()) {
			violated(Rule.LEASE_FIRST, process.name() + " calls " + port + " without a lease");
		}
		else if (!held.contains(this.simulation.store().holder())) {
			if (!this.simulation.scenario().timedLease()) {
				violated(Rule.LEASE_FIRST,
						process.name() + " calls " + port + " while another process holds the lease");
			}
			else if (held.get(held.size() - 1).used() > 1) {
				violated(Rule.ONE_POLLER, process.name() + " calls " + port + " again since its lease has ended");
			}
		}
	}

	private void polled(SimulatedProcess process, String codeName) {
		for (Code code : this.simulation.platform().codes()) {
			if (code.name().equals(codeName) && process.copyOf() < 0 && code.hiddenAt >= 0
					&& code.hiddenAt < this.simulation.loop().now()
					&& this.pollsOfHidden.merge(process.name() + codeName, 1, Integer::sum) > 1) {
				violated(Rule.ONE_LIVING_CODE, process.name() + " polls " + codeName
						+ " again, which the store has not shown since " + code.hiddenAt / 1e9 + " s");
			}
		}
	}

	void leased(HeldLease lease) {
		this.leases.add(lease);
	}

	void released(HeldLease lease) {
		this.leases.remove(lease);
	}

	void ranOut(HeldLease lease) {
		if (!lease.isTroubled()) {
			violated(Rule.LEASE_KEPT, "The lease of " + lease.process().name() + " ran out at " + lease.until() / 1e9
					+ " s while nothing was wrong with the store or the process");
		}
	}

	void written(SimulatedProcess process, @Nullable WestmoonSession before, WestmoonSession session) {
		boolean needless = session.isSameAs(before) && Objects.equals(session.userId(), before.userId())
				&& process.copyOf() < 0;
		if (needless && this.needless.merge(process.name() + session.fingerprint(), 1, Integer::sum) > MOST_NEEDLESS
				+ process.troubles()) {
			violated(Rule.NO_NEEDLESS_WRITES, process.name() + " keeps writing the same session");
		}
		Issued issued = this.simulation.platform().issued(session);
		if (issued == null) {
			return;
		}
		issued.written = true;
		Issued overwritten = this.simulation.platform().issued(before);
		if (overwritten != null && overwritten.receivedAt > issued.receivedAt && overwritten.lostAt < 0
				&& !process.isAlive()) {
			overwritten.lostAt = this.simulation.loop().now();
		}
		for (Issued other : this.simulation.platform().sessions()) {
			if (other.receivedAt >= 0 && other.receivedAt < issued.receivedAt && !issued.isStrangers()) {
				other.replaced = true;
				other.replacedAt = (other.replacedAt < 0) ? this.simulation.loop().now() : other.replacedAt;
			}
		}
	}

	void written(SimulatedProcess process, @Nullable LoginAttempt before, LoginAttempt after) {
		long now = this.simulation.loop().now();
		this.lastWrite = now;
		boolean moves = before == null || !before.id().equals(after.id()) || before.state() != after.state();
		LoginFailure failure = after.failure();
		if (moves && failure != null && failure.kind() == LoginFailure.Kind.REPLACED_ELSEWHERE) {
			this.lastPause = now;
		}
		if (before != null && !moves && before.notices() != after.notices()
				&& Objects.equals(before.renewalOf(), after.renewalOf())) {
			isSent(process, after);
		}
		if (after.state() == AttemptState.FAILED && after.isRenewal()
				&& (after.coolDownUntil() != null || before == null || after.failures() > before.failures())) {
			violated(Rule.RENEWAL_HARMS_NOBODY, process.name() + " leaves a cool-down after a renewal");
		}
		if (moves && after.state() == AttemptState.LOGGED_OUT) {
			this.logouts.recorded(process, now, isLoggingOut(process));
		}
		if ((moves && after.state() == AttemptState.FAILED)
				|| (after.state() == AttemptState.NEEDED && (before == null || !before.id().equals(after.id())))) {
			isTold(process, after);
		}
		boolean wasOver = before != null && before.id().equals(after.id()) && !before.isLive();
		if (!after.isLive() && !wasOver) {
			isHeard(after);
		}
		Code hidden = (before != null) ? this.simulation.platform().code(before.code()) : null;
		Code shown = this.simulation.platform().code(after.code());
		if (hidden != null && hidden != shown) {
			hidden.hiddenAt = now;
		}
		if (shown != null) {
			boolean first = shown.shownAt < 0;
			if (first || shown.hiddenAt >= 0) {
				shown.shownAt = now;
				shown.hiddenAt = -1;
			}
			if (first) {
				this.simulation.people().see(shown);
			}
		}
		Issued confirmed = this.simulation.platform().issued(after.confirmed());
		if (confirmed != null) {
			confirmed.written = true;
		}
	}

	/**
	 * Whether the account paused since a moment, as its sessions were rejected soon after
	 * each login.
	 */
	boolean pausedSince(long moment) {
		return this.lastPause >= moment;
	}

	/**
	 * Whatever a process has begun or ended it tells its listener soon, unless more goes
	 * wrong than that the answer of the write gets lost, or whoever began it has left
	 * before the answer came.
	 */
	private void isTold(SimulatedProcess process, LoginAttempt attempt) {
		long before = this.simulation.loop().now() - TOLD_WITHIN.toNanos();
		afterwards(process, () -> {
			if (!process.wasLeftSince(before) && !process.isOutOfThreads() && !process.wasTold(attempt)) {
				violated(Rule.LISTENERS_HEAR,
						"The listener of " + process.name() + " does not hear of " + this.simulation.describe(attempt));
			}
		});
	}

	/**
	 * Does something a while after a write, unless more has gone wrong with the process
	 * than that the answer of the write got lost.
	 */
	private void afterwards(SimulatedProcess process, Runnable task) {
		int faults = process.faults();
		long before = this.simulation.loop().now() - TOLD_WITHIN.toNanos();
		this.simulation.loop().schedule(process, Source.SIMULATION, TOLD_WITHIN, () -> {
			SimulatedFault last = process.lastKind();
			boolean answered = last == null || last == SimulatedFault.FAIL || last == SimulatedFault.REPEATED;
			if (process.faults() == faults && answered && process.suspended() == 0 && !process.wasBehindSince(before)) {
				task.run();
			}
		});
	}

	/**
	 * A process has claimed a notice.
	 */
	private void isSent(SimulatedProcess process, LoginAttempt attempt) {
		ProcessNotifier notifier = process.notifier();
		if (notifier != null) {
			int before = notifier.sent();
			long began = this.simulation.loop().now() - STORE_TIMEOUT;
			afterwards(process, () -> {
				if (notifier.sent() == before && process.lastKind() != SimulatedFault.REPEATED
						&& !process.wasHinderedSince(began)) {
					violated(Rule.NOTICES_ARE_SENT, process.name() + " has claimed a notice with "
							+ this.simulation.describe(attempt) + ", and sends none");
				}
			});
		}
	}

	/**
	 * Somebody looks at the page of an attempt.
	 */
	void looksAt(Caller caller, String attemptId) {
		SimulatedProcess process = caller.process();
		Instant now = process.instant();
		Duration offset = process.clockOffset();
		this.simulation.loop().schedule(process, Source.SIMULATION, SOON, () -> {
			LoginAttempt attempt = this.simulation.store().attempt();
			if (attempt != null && attempt.id().equals(attemptId) && attempt.isLive() && !attempt.isWatched(now)
					&& process.isWellSince(caller.began()) && process.clockOffset().equals(offset)
					&& this.lastLoss < caller.began() - ProcessSignals.longest(this.simulation.scenario())) {
				violated(Rule.LOOKS_COUNT, caller + " is not noted in " + this.simulation.describe(attempt));
			}
		});
	}

	/**
	 * An attempt has ended, and with it the wait of all who wait for it.
	 */
	private void isHeard(LoginAttempt attempt) {
		long end = this.simulation.loop().now();
		Duration delay = SOON.plusNanos(ProcessSignals.longest(this.simulation.scenario()));
		this.simulation.loop().schedule(null, Source.SIMULATION, delay, () -> {
			for (Caller caller : this.callers) {
				if (this.simulation.store().attempt() == attempt && !caller.hasEnded() && caller.waitsForLogin()
						&& caller.process().isAlive() && caller.began() < end && caller.process().isOrderlySince(end)) {
					violated(Rule.ENDS_ARE_HEARD, caller + " waits still, " + delay.toMillis() + " ms after "
							+ this.simulation.describe(attempt));
				}
			}
		});
	}

	private boolean isLoggingOut(SimulatedProcess process) {
		return this.callers.stream()
			.anyMatch((caller) -> caller.kind() == Caller.Kind.LOGOUT && caller.process() == process);
	}

	void called(Caller caller) {
		this.callers.removeIf(Caller::hasEnded);
		this.callers.add(caller);
	}

	/**
	 * The store loses what it had acknowledged since a moment.
	 */
	void lost(@Nullable LoginAttempt before, @Nullable LoginAttempt after, long moment) {
		long now = this.simulation.loop().now();
		this.lastLoss = now;
		Code hidden = this.simulation.platform().code((before != null) ? before.code() : null);
		Code shown = this.simulation.platform().code((after != null) ? after.code() : null);
		if (hidden != null && hidden != shown) {
			hidden.hiddenAt = now;
		}
		if (shown != null && shown != hidden) {
			shown.hiddenAt = -1;
		}
		Issued stored = this.simulation.platform().issued(this.simulation.store().session());
		Issued confirmed = this.simulation.platform().issued((after != null) ? after.confirmed() : null);
		for (Issued issued : this.simulation.platform().sessions()) {
			boolean there = (issued == stored && !isOlderLogout(before, after))
					|| (issued == confirmed && !isRenewed(before, issued));
			if (issued.lostAt < 0 && issued.written && !there) {
				issued.lostAt = now;
			}
			if (issued == confirmed && issued != stored) {
				issued.heldSince = now;
			}
		}
		if (moment < now) {
			this.logouts.lost(moment, now);
		}
	}

	/**
	 * Whether the login after a logout is lost, so that the account is logged out again.
	 */
	private static boolean isOlderLogout(@Nullable LoginAttempt before, @Nullable LoginAttempt after) {
		return after != null && after.state() == AttemptState.LOGGED_OUT
				&& (before == null || before.state() != AttemptState.LOGGED_OUT);
	}

	/**
	 * Whether a person wants another session in place of this one already.
	 */
	private static boolean isRenewed(@Nullable LoginAttempt before, Issued issued) {
		return before != null && issued.session().fingerprint().equals(before.renewalOf());
	}

	void loggingOut() {
		this.logouts.begins(this.simulation.loop().now());
	}

	void loggedOut(Caller caller) {
		this.logouts.completed(caller, this.simulation.loop().now());
	}

	void handedOut(Caller caller, WestmoonSession session) {
		this.secrets.watch(this, "A session", session.toString());
		Issued issued = this.simulation.platform().issued(session);
		if (issued == null) {
			violated(Rule.NO_STRANGERS, caller + " got a session that the platform never gave");
			return;
		}
		String got = caller + " got " + issued.name();
		if (issued.isStrangers()) {
			violated(Rule.NO_STRANGERS, got + ", which belongs to somebody else");
		}
		if (isRejectedBefore(caller, issued)) {
			violated(Rule.REJECTED_IS_DEAD, got + ", which the platform has rejected");
		}
		if (this.logouts.makeVoid(issued, this.simulation.isAtRest() ? null : caller.process(), caller.began())) {
			violated(Rule.LOGOUT_FINAL, got + ", whose code was shown before a logout that had completed");
		}
	}

	/**
	 * The platform has accepted a session for a caller.
	 */
	void verified(Caller caller, WestmoonSession session) {
		Issued issued = this.simulation.platform().issued(session);
		if (issued != null && issued.endedAt >= 0 && issued.endedAt < caller.began()) {
			violated(Rule.VERIFIED_LIVES, caller + " got " + issued.name() + ", which had ended "
					+ (caller.began() - issued.endedAt) / 1e9 + " s before the call");
		}
	}

	/**
	 * A caller that had time hears that its session stands.
	 */
	void notRenewed(Caller caller, WestmoonSession sent) {
		Issued issued = this.simulation.platform().issued(sent);
		boolean orderly = caller.process().isOrderlySince(caller.began());
		if (issued != null && issued.endedAt >= 0 && issued.endedAt < caller.began() && orderly) {
			violated(Rule.END_IS_NOTICED, caller + " hears that " + issued.name() + " stands, which ended "
					+ (caller.began() - issued.endedAt) / 1e9 + " s before");
		}
	}

	private boolean isRejectedBefore(Caller caller, Issued issued) {
		Long since = caller.process().rejectedAt(issued.session().accessToken());
		return since != null && since < caller.began();
	}

	void handedOut(Caller caller, LoginQrCode code) {
		this.secrets.watch(this, "A code", code.toString());
		Code known = this.simulation.platform().code(code);
		// What another process has written is signaled some time later.
		long seen = caller.began() - ProcessSignals.longest(this.simulation.scenario());
		if (known == null || (known.hiddenAt >= 0 && known.hiddenAt < seen
				&& caller.process().lastTrouble() < known.hiddenAt - STORE_TIMEOUT)) {
			violated(Rule.CODE_LIVES,
					caller + " got " + ((known != null) ? known.name() : "an unknown code") + ", which is over");
		}
	}

	void failed(Caller caller, Throwable error) {
		if (caller.mustUseOldSession() && caller.hasTime() && caller.process().isOrderlySince(caller.began())) {
			violated(Rule.RENEWAL_HARMS_NOBODY, caller + " failed with " + error + " during a renewal");
		}
		boolean simulated = String.valueOf(error.getMessage()).contains("simulated");
		if (!(error instanceof WestmoonLoginException) && !(simulated && caller.process().isContractBroken())) {
			violated(Rule.EXPECTED_ERRORS, caller + " failed with " + error);
		}
		if (error instanceof SessionStoreException && caller.hasTime()
				&& caller.process().isOrderlySince(caller.began())) {
			violated(Rule.REASONED_ERRORS, caller + " failed with " + error + ", though the store was in order");
		}
		if (error instanceof SessionStoreException && caller.hasTimeLeft() && caller.beganWithoutSession()
				&& caller.process().troubles() < FEW_FAULTS && !caller.process().isOutOfThreads()) {
			violated(Rule.WAITS_SURVIVE, caller + " failed with " + error + " after few faults");
		}
		if (error instanceof WestmoonLoginException && !this.errors.add(error)) {
			violated(Rule.OWN_ERRORS, caller + " failed with the error of another caller: " + error.getClass());
		}
		this.secrets.watch(this, "An exception", error);
	}

	void told(SimulatedProcess process, LoginEvent event) {
		this.secrets.watch(this, "An event", event.toString());
		process.told(event);
	}

	void shown(Object status) {
		this.secrets.watch(this, "A status", String.valueOf(status));
	}

	void logged(String message, @Nullable Throwable error) {
		this.secrets.watch(this, "A log line", message);
		if (error != null) {
			this.secrets.watch(this, "A log line", error);
		}
	}

	/**
	 * Checks what must hold when the faults have ended and all had time to settle.
	 */
	void rest() {
		SimulatedStore store = this.simulation.store();
		LoginAttempt attempt = store.attempt();
		HeldLease lease = store.holder();
		if (lease != null && (attempt == null || !attempt.isLive()) && isSettled()) {
			violated(Rule.LEASE_FREED, lease.process().name() + " holds the lease though no login is under way");
		}
		for (int slot = 0; slot < this.simulation.scenario().processes(); slot++) {
			showsNow(this.simulation.process(slot), attempt);
		}
		Issued stored = this.simulation.platform().issued(store.session());
		Issued confirmed = this.simulation.platform().issued((attempt != null) ? attempt.confirmed() : null);
		for (Issued kept : new Issued[] { stored, confirmed }) {
			if (kept != null && this.logouts.makeVoid(kept, null, this.simulation.loop().now())) {
				violated(Rule.LOGOUT_FINAL,
						"The store keeps " + kept.name() + ", whose code was shown before a logout that had completed");
			}
		}
		boolean another = stored != null && stored.valid && !stored.isStrangers();
		for (Issued issued : this.simulation.platform().sessions()) {
			if (!another && isOwed(issued) && issued != stored && issued != confirmed) {
				violated(Rule.NO_SESSION_LOST, issued.name() + ", given to " + issued.receiver.name() + ", is lost");
			}
		}
	}

	private void showsNow(SimulatedProcess process, @Nullable LoginAttempt attempt) {
		LoginStatus.Attempt shown = process.client().status().attempt();
		if (isSettled() && attempt != null && (shown == null || shown.state() != attempt.state())) {
			violated(Rule.STATUS_CURRENT, "The status of " + process.name() + " shows "
					+ ((shown != null) ? shown.state() : "nothing") + " while " + attempt.state() + " is stored");
		}
	}

	/**
	 * Whether all have had time to follow the last write.
	 */
	private boolean isSettled() {
		Duration soon = SOON.plusNanos(ProcessSignals.longest(this.simulation.scenario()));
		return this.simulation.loop().now() - this.lastWrite > soon.toNanos();
	}

	/**
	 * Whether a session has to be there still.
	 */
	private boolean isOwed(Issued issued) {
		SimulatedProcess receiver = issued.receiver;
		return receiver != null && issued.valid && !issued.isStrangers() && !issued.replaced && issued.lostAt < 0
				&& issued.code().shownAt > this.logouts.last()
				&& ((issued.written && issued.heldSince < 0) || receiver.isAlive());
	}

	/**
	 * How often one process calls one port.
	 */
	private static final class Calls {

		private long instant = -1;

		private int atOnce;

		private long began;

		private int inAWhile;

		boolean add(long now) {
			if (now != this.instant) {
				this.instant = now;
				this.atOnce = 0;
			}
			if (now - this.began > WHILE) {
				this.began = now;
				this.inAWhile = 0;
			}
			return ++this.atOnce <= CALLS_AT_ONCE & ++this.inAWhile <= CALLS_IN_A_WHILE;
		}

	}

}
