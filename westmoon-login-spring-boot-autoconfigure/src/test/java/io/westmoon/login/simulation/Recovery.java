package io.westmoon.login.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.Renewal;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.simulation.Caller.Kind;
import io.westmoon.login.simulation.Caller.Request;
import io.westmoon.login.simulation.EventLoop.Source;
import io.westmoon.login.simulation.SimulatedPlatform.Code;
import io.westmoon.login.simulation.SimulatedPlatform.Issued;
import org.jspecify.annotations.Nullable;

/**
 * The end of a simulation: nothing goes wrong any more, people scan what is shown, and
 * everybody has to get a session.
 */
final class Recovery {

	private static final Duration STEP = Duration.ofSeconds(5);

	private static final Duration RENEWED_WITHIN = Duration.ofSeconds(45);

	private static final Duration OUTLIVED = Duration.ofMinutes(4);

	private final Simulation simulation;

	private final Invariants invariants;

	private int looks;

	Recovery(Simulation simulation) {
		this.simulation = simulation;
		this.invariants = simulation.invariants();
	}

	void run() {
		useWhatIsThere();
		this.simulation.people().mood(People.Mood.EAGER);
		WestmoonSession session = login();
		if (session != null && everybodyHas(session)) {
			examineOften();
			WestmoonSession renewed = renew(session);
			outlive(renewed);
			replace(renewed);
			this.simulation.pass(Duration.ofSeconds(30));
			this.invariants.rest();
		}
	}

	/**
	 * At rest, each process uses what is stored.
	 */
	private void useWhatIsThere() {
		Issued stored = this.simulation.platform().issued(this.simulation.store().session());
		List<Caller> callers = callAll("rest", Request.of(Kind.SESSION, Duration.ZERO));
		this.simulation.pass(Duration.ofSeconds(10));
		for (Caller caller : callers) {
			Issued used = (caller.value() instanceof WestmoonSession session)
					? this.simulation.platform().issued(session) : null;
			if (used != null && used != stored) {
				this.invariants.violated(Rule.SESSION_STORED, caller + " uses " + used.name() + ", while "
						+ ((stored != null) ? stored.name() : "nothing") + " is stored");
			}
		}
	}

	private @Nullable WestmoonSession login() {
		Code shown = this.simulation.platform().code(this.simulation.store().shownCode());
		if (shown != null) {
			this.simulation.people().hurry(shown);
		}
		SimulatedProcess process = this.simulation.process(0);
		int logins = process.logins();
		long begin = this.simulation.loop().now();
		List<Caller> callers = new ArrayList<>();
		call(callers, process, Request.of(Kind.LOGIN), "final login");
		Caller caller = await(callers, Duration.ofMinutes(3)) ? callers.get(0) : null;
		if (caller == null || !(caller.value() instanceof WestmoonSession session)) {
			this.invariants.violated(Rule.HEALS,
					"The final login " + ((caller == null) ? "does not end" : "failed with " + caller.error()));
			return null;
		}
		this.simulation.pass(Duration.ofSeconds(1));
		Issued issued = this.simulation.platform().issued(session);
		if (issued != null && issued.receivedAt > begin && process.logins() == logins) {
			this.invariants.violated(Rule.LISTENERS_HEAR, "The listener of " + process.name() + " hears of no login");
		}
		return session;
	}

	private boolean everybodyHas(WestmoonSession session) {
		this.simulation.pass(Duration.ofSeconds(10));
		List<Caller> callers = callAll("final", Request.of(Kind.SESSION, Duration.ofMinutes(1)));
		boolean all = await(callers, Duration.ofMinutes(2));
		for (Caller caller : callers) {
			if (!(caller.value() instanceof WestmoonSession own) || !own.isSameAs(session)) {
				all = false;
				this.invariants.violated(Rule.HEALS, caller + " does not get the session of the final login but "
						+ ((caller.value() != null) ? "another one" : caller.error()));
			}
		}
		return all;
	}

	/**
	 * Somebody looks again and again whether the session is good.
	 */
	private void examineOften() {
		for (int i = 0; i < 6; i++) {
			call(new ArrayList<>(), this.simulation.process(0), Request.of(Kind.CHECK), "examination#" + i);
			this.simulation.pass(Duration.ofSeconds(1));
		}
	}

	/**
	 * A person renews the session that works still, and calls go on meanwhile.
	 * @return the session then
	 */
	private WestmoonSession renew(WestmoonSession session) {
		int codes = this.simulation.platform().codes().size();
		List<Caller> asked = new ArrayList<>();
		call(asked, this.simulation.process(0), Request.of(Kind.START_LOGIN), "final renewal");
		for (Duration passed = Duration.ZERO; passed.compareTo(RENEWED_WITHIN) < 0; passed = passed.plus(STEP)) {
			List<Caller> callers = callAll("meanwhile", Request.of(Kind.SESSION, Duration.ofMinutes(1)));
			look();
			this.simulation.pass(STEP);
			for (Caller caller : callers) {
				if (!(caller.value() instanceof WestmoonSession)) {
					this.invariants.violated(Rule.RENEWAL_SWAPS, caller + " gets nothing at once during a renewal");
				}
			}
		}
		WestmoonSession stored = this.simulation.store().session();
		if (stored == null || stored.isSameAs(session) || this.simulation.platform().codes().size() - codes != 1) {
			this.invariants.violated(Rule.RENEWAL_SWAPS,
					(this.simulation.platform().codes().size() - codes) + " codes for a renewal, and the session is "
							+ this.simulation.platform().name(stored) + " after "
							+ this.simulation.platform().name(session));
			return session;
		}
		List<Caller> callers = callAll("renewed", Request.of(Kind.SESSION, Duration.ofMinutes(1)));
		this.simulation.pass(STEP);
		for (Caller caller : callers) {
			if (!(caller.value() instanceof WestmoonSession own) || !own.isSameAs(stored)) {
				this.invariants.violated(Rule.RENEWAL_SWAPS, caller + " does not get the renewed session");
			}
		}
		return stored;
	}

	/**
	 * A process begins when the session is over by its clock, and the platform does not
	 * say whether it is good: that costs the first call its wait, and the next one
	 * nothing.
	 */
	private void outlive(WestmoonSession session) {
		Instant later = SimulatedProcess.START.plusNanos(this.simulation.loop().now()).plus(OUTLIVED);
		if (this.simulation.scenario().expectsUser() || !session.isExpired(later)) {
			return;
		}
		this.simulation.pass(OUTLIVED);
		this.simulation.restart(0);
		this.simulation.faults().silenceChecks(true);
		List<Caller> callers = new ArrayList<>();
		call(callers, this.simulation.process(0), Request.of(Kind.SESSION, Duration.ofMinutes(1)), "patient");
		call(callers, this.simulation.process(0), Request.of(Kind.SESSION, Duration.ofSeconds(3)), "impatient");
		await(callers, Duration.ofMinutes(2));
		call(callers, this.simulation.process(0), Request.of(Kind.SESSION, Duration.ofMinutes(1)), "next");
		if (!callers.get(2).hasEnded()) {
			this.invariants.violated(Rule.ASKED_ONCE,
					callers.get(2) + " waits for a platform that gave no answer a moment ago");
		}
		await(callers, Duration.ofMinutes(1));
		this.simulation.faults().silenceChecks(false);
	}

	/**
	 * The session dies, and one code is enough to replace it everywhere. If those before
	 * it died young too, the account pauses until a person asks for a login.
	 */
	private void replace(WestmoonSession session) {
		int codes = this.simulation.platform().codes().size();
		long revoked = this.simulation.loop().now();
		this.simulation.platform().revoke();
		List<Caller> callers = callAll("refused", Request.renew(session, Duration.ofMinutes(1)));
		await(callers, Duration.ofMinutes(2));
		if (isPaused()) {
			login();
		}
		else if (!this.invariants.pausedSince(revoked)) {
			haveLivingSessions(callers);
		}
		int more = this.simulation.platform().codes().size() - codes;
		if (more != 1) {
			this.invariants.violated(Rule.ONE_CODE_IS_ENOUGH,
					"The platform gave " + more + " codes to replace one session");
		}
	}

	private boolean isPaused() {
		LoginAttempt attempt = this.simulation.store().attempt();
		LoginFailure failure = (attempt != null) ? attempt.failure() : null;
		return failure != null && failure.kind() == LoginFailure.Kind.REPLACED_ELSEWHERE;
	}

	private void haveLivingSessions(List<Caller> callers) {
		for (Caller caller : callers) {
			Issued renewed = (caller.value() instanceof Renewal.Renewed renewal)
					? this.simulation.platform().issued(renewal.session()) : null;
			if (renewed == null || !renewed.valid) {
				this.invariants.violated(Rule.HEALS, caller + " gets no living session but "
						+ ((caller.value() != null) ? caller.value().getClass().getSimpleName() : caller.error()));
			}
		}
	}

	private List<Caller> callAll(String name, Request request) {
		List<Caller> callers = new ArrayList<>();
		for (int slot = 0; slot < this.simulation.scenario().processes(); slot++) {
			call(callers, this.simulation.process(slot), request, name + "#" + slot);
		}
		return callers;
	}

	private void call(List<Caller> callers, SimulatedProcess process, Request request, String name) {
		this.simulation.loop()
			.schedule(process, Source.SIMULATION, 0, () -> callers.add(this.simulation.call(process, request, name)));
		this.simulation.pass(Duration.ZERO);
	}

	private void look() {
		if (this.simulation.scenario().hasPage()) {
			this.simulation.workload().look("final look#" + ++this.looks, "final page");
		}
	}

	/**
	 * Lets time pass until all callers have an answer. Meanwhile somebody looks at the
	 * login page, which one process serves.
	 */
	private boolean await(List<Caller> callers, Duration most) {
		BooleanSupplier done = () -> callers.stream().allMatch(Caller::hasEnded);
		for (Duration passed = Duration.ZERO; passed.compareTo(most) < 0
				&& !done.getAsBoolean(); passed = passed.plus(STEP)) {
			look();
			this.simulation.pass(STEP);
		}
		return done.getAsBoolean();
	}

}
