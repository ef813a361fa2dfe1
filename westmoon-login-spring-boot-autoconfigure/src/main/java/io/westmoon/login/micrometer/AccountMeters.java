package io.westmoon.login.micrometer;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.observation.Observation;
import io.westmoon.login.AccountInstrumentation;
import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginInstrumentation;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.micrometer.AttemptSteps.Completed;
import io.westmoon.login.micrometer.AttemptSteps.Step;
import io.westmoon.login.micrometer.LoginObservationDocumentation.CallEvent;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Measures one account. Thread-safe.
 */
final class AccountMeters implements AccountInstrumentation {

	/**
	 * Under which Micrometer keeps the current observation in a Reactor context.
	 */
	private static final String CURRENT_OBSERVATION = "micrometer.observation";

	private final MicrometerLoginInstrumentation instrumentation;

	private final LoginInstrumentation.Account account;

	private final MeterRegistry meters;

	private final AttemptSteps steps;

	private final AttemptObservations attempts;

	private final Set<Observation> waits = new LinkedHashSet<>();

	private @Nullable LoginAttempt last;

	private volatile boolean leaseHeld;

	private volatile boolean closed;

	AccountMeters(MicrometerLoginInstrumentation instrumentation, LoginInstrumentation.Account account) {
		this.instrumentation = instrumentation;
		this.account = account;
		this.meters = instrumentation.meters();
		this.steps = new AttemptSteps(this.meters.config().clock());
		this.attempts = new AttemptObservations(this::startAttempt);
	}

	String name() {
		return this.account.name();
	}

	/**
	 * Registers the counters of what is rare, so that what happens for the first time is
	 * an increase.
	 */
	void registerCounters() {
		LoginTags.ATTEMPT_OUTCOMES.forEach(
				(outcome) -> counter(LoginMeterDocumentation.ATTEMPTS, Tags.of(LoginKey.OUTCOME.asString(), outcome)));
		LoginTags.STORE_CAUSES.forEach(
				(cause) -> counter(LoginMeterDocumentation.STORE_FAILURES, Tags.of(LoginKey.CAUSE.asString(), cause)));
	}

	@Override
	public Wait callWaits(ContextView context) {
		Observation observation = startWait(context);
		return (failure) -> {
			synchronized (this.waits) {
				this.waits.remove(observation);
			}
			String outcome = LoginTags.outcome(failure);
			try {
				if (failure != null && !(failure instanceof CancellationException)) {
					count(LoginMeterDocumentation.CALLS_FAILED, LoginKey.CAUSE, outcome);
				}
			}
			finally {
				if (observation.getContext() instanceof LoginObservationContext own) {
					own.setOutcome(outcome);
				}
				observation.stop();
				if (this.closed) {
					this.instrumentation.removeMeters(this);
				}
			}
		};
	}

	private Observation startWait(ContextView context) {
		Observation observation = this.instrumentation.wait(name());
		if (observation.isNoop()) {
			return observation;
		}
		Observation call = context.getOrDefault(CURRENT_OBSERVATION, null);
		if (call != null) {
			observation.parentObservation(call);
		}
		observation.start();
		synchronized (this.waits) {
			this.waits.add(observation);
		}
		return observation;
	}

	/**
	 * Its parent is no observation of the thread, which only happens to be the one that
	 * starts it.
	 */
	private Observation startAttempt() {
		Observation observation = this.instrumentation.attempt(name());
		if (observation.isNoop()) {
			return observation;
		}
		synchronized (this.waits) {
			Iterator<Observation> waits = this.waits.iterator();
			observation.parentObservation(waits.hasNext() ? waits.next() : null);
		}
		try (Observation.Scope none = this.instrumentation.noObservation().openScope()) {
			return observation.start();
		}
	}

	@Override
	public void callRefused(Refusal cause) {
		count(LoginMeterDocumentation.CALLS_REFUSED, LoginKey.CAUSE, LoginTags.value(cause));
	}

	@Override
	public void callReplayed(ContextView context) {
		count(LoginMeterDocumentation.CALLS_REPLAYED, Tags.empty());
		Observation call = context.getOrDefault(CURRENT_OBSERVATION, this.instrumentation.currentObservation());
		if (call != null) {
			call.event(CallEvent.REPLAYED);
		}
	}

	@Override
	public void sessionChecked(SessionCheck.Verdict verdict) {
		count(LoginMeterDocumentation.CHECKS, LoginKey.VERDICT, LoginTags.value(verdict));
	}

	@Override
	public synchronized void attemptSeen(LoginAttempt attempt) {
		LoginAttempt last = this.last;
		if (last != null && last.id().equals(attempt.id()) && last.version() > attempt.version()) {
			return;
		}
		this.last = attempt;
		Step step = this.steps.seen(attempt);
		this.attempts.seen(attempt, step);
	}

	@Override
	public synchronized void attemptWritten(@Nullable LoginAttempt before, LoginAttempt attempt) {
		if (isEnd(before, attempt)) {
			count(LoginMeterDocumentation.ATTEMPTS, LoginKey.OUTCOME, LoginTags.outcome(attempt));
		}
		CodeResult code = code(before, attempt);
		if (code != null) {
			count(LoginMeterDocumentation.CODES, LoginKey.RESULT, LoginTags.value(code));
		}
		Completed completed = this.steps.completedBy(before, attempt);
		if (completed != null && !this.closed) {
			this.meters
				.timer(LoginMeterDocumentation.STEP.getName(),
						tags().and(LoginKey.STEP.asString(), LoginTags.value(completed.step())))
				.record(completed.took());
		}
	}

	/**
	 * A logout ends an attempt only if there is one under way.
	 */
	private static boolean isEnd(@Nullable LoginAttempt before, LoginAttempt now) {
		boolean changed = before == null || before.state() != now.state();
		boolean wasLive = before != null && before.isLive();
		return changed && !now.isLive() && (now.state() != AttemptState.LOGGED_OUT || wasLive);
	}

	private static @Nullable CodeResult code(@Nullable LoginAttempt before, LoginAttempt now) {
		if (now.code() != null && (before == null || !Objects.equals(before.code(), now.code()))) {
			return CodeResult.SHOWN;
		}
		if (before == null || !before.id().equals(now.id())) {
			return null;
		}
		if (now.platformFailures() > before.platformFailures()) {
			return CodeResult.FAILED;
		}
		if (before.code() == null || now.state() != AttemptState.NEEDED) {
			return null;
		}
		return (now.unnoticedCodes() > before.unnoticedCodes()) ? CodeResult.UNSEEN : CodeResult.EXPIRED;
	}

	@Override
	public synchronized void leaseChanged(boolean held) {
		this.leaseHeld = held;
		this.attempts.leaseChanged(held);
	}

	@Override
	public void storeFailed(Throwable failure) {
		count(LoginMeterDocumentation.STORE_FAILURES, LoginKey.CAUSE, LoginTags.storeCause(failure));
	}

	void noticeDelivered(String channel, boolean sent) {
		count(LoginMeterDocumentation.NOTICES, Tags.of(LoginKey.CHANNEL.asString(), channel,
				LoginKey.OUTCOME.asString(), LoginTags.noticeOutcome(sent)));
	}

	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
			this.attempts.stop(LoginTags.INTERRUPTED);
		}
		this.instrumentation.close(this);
	}

	double waiting() {
		return this.account.waiting();
	}

	double leaseHeld() {
		return this.leaseHeld ? 1 : 0;
	}

	double sessionUsable() {
		LoginStatus.Session session = this.account.session();
		boolean expired = session.expiresAt() != null && session.expiresAt().toEpochMilli() <= now();
		return (session.createdAt() != null && session.verdict() != Verdict.REJECTED && !expired) ? 1 : 0;
	}

	double secondsUntilExpiry() {
		LoginStatus.Session session = this.account.session();
		return (session.expiresAt() != null) ? (session.expiresAt().toEpochMilli() - now()) / 1000.0 : Double.NaN;
	}

	double secondsSinceVerified() {
		LoginStatus.Session session = this.account.session();
		return (session.verifiedAt() != null) ? (now() - session.verifiedAt().toEpochMilli()) / 1000.0 : Double.NaN;
	}

	private long now() {
		return this.meters.config().clock().wallTime();
	}

	private Tags tags() {
		return Tags.of(LoginKey.ACCOUNT.asString(), name());
	}

	private void count(LoginMeterDocumentation meter, LoginKey key, String value) {
		count(meter, Tags.of(key.asString(), value));
	}

	private void count(LoginMeterDocumentation meter, Tags more) {
		if (!this.closed) {
			counter(meter, more).increment();
		}
	}

	private Counter counter(LoginMeterDocumentation meter, Tags more) {
		return this.meters.counter(meter.getName(), tags().and(more));
	}

	/**
	 * What becomes of codes.
	 */
	enum CodeResult {

		/** The code is shown. */
		SHOWN,

		/** It ended, and nobody had looked at it or scanned it. */
		UNSEEN,

		/** It ended although somebody had. */
		EXPIRED,

		/** The platform issued none. */
		FAILED

	}

}
