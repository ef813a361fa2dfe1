package io.westmoon.login.client;

import java.time.Duration;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Brings one attempt to its end, one step after the other. Each step begins with what the
 * store says now, so that it makes no difference which process took the step before. Only
 * the holder of the lease takes steps; others look on.
 */
final class AttemptDriver {

	private static final Log logger = LogFactory.getLog(AttemptDriver.class);

	private static final int MAX_FAULTS = 10;

	private final Engine engine;

	private final LoginExceptions problems;

	private final RequestCodeStep neededStep;

	private final PollCodeStep pollStep;

	private final AcceptSessionStep acceptanceStep;

	private final @Nullable WestmoonSession replaced;

	private volatile SessionStore.@Nullable Lease lease;

	private volatile boolean abandoned;

	private volatile boolean stopping;

	private @Nullable String followed;

	private long seen;

	private int faults;

	/**
	 * Creates a driver for one flight.
	 * @param replaced the session that another one is wanted in place of
	 */
	AttemptDriver(Engine engine, @Nullable WestmoonSession replaced) {
		this.engine = engine;
		this.problems = new LoginExceptions(engine);
		AttemptTransitions writer = new AttemptTransitions(engine, this.problems);
		this.acceptanceStep = new AcceptSessionStep(engine, this.problems, writer, replaced);
		this.pollStep = new PollCodeStep(engine, writer, this.acceptanceStep);
		this.neededStep = new RequestCodeStep(engine, this.problems, writer, this.pollStep);
		this.replaced = replaced;
	}

	Mono<WestmoonSession> drive() {
		return steps().ofType(StepResult.Completed.class)
			.next()
			.map(StepResult.Completed::session)
			.flatMap((session) -> releaseLease().thenReturn(session))
			.onErrorResume((error) -> releaseLease().then(Mono.error(error)))
			.doOnCancel(() -> {
				this.abandoned = true;
				releaseLease().subscribe();
			});
	}

	/**
	 * Ends after the step under way.
	 */
	void stop() {
		this.stopping = true;
		this.engine.changeSignal().signal();
	}

	private Flux<StepResult> steps() {
		return step().expand((step) -> {
			if (step instanceof StepResult.RetryAfter lookAgain) {
				return pause(lookAgain.after()).then(step());
			}
			return Mono.empty();
		});
	}

	private Mono<Void> pause(Duration duration) {
		return duration.isZero() ? Mono.empty() : this.engine.changeSignal().pause(duration, this.seen);
	}

	/**
	 * Takes a step. A fault of the store is a reason to look again, not to leave a code
	 * alone that somebody may be about to scan.
	 */
	private Mono<StepResult> step() {
		return unguardedStep().doOnNext((step) -> this.faults = 0)
			.onErrorResume(SessionStoreException.class,
					(error) -> (this.pollStep.holdsUnwritten() || ++this.faults < MAX_FAULTS)
							? Mono.just(new StepResult.RetryAfter(ClientSettings.RECHECK_INTERVAL))
							: Mono.error(error));
	}

	private Mono<StepResult> unguardedStep() {
		return Mono.defer(() -> {
			if (this.stopping && !this.pollStep.holdsUnwritten()) {
				return Mono.error(this.problems.closed());
			}
			this.seen = this.engine.changeSignal().count();
			long reading = this.engine.current().beginReading();
			return removeRejected().then(this.engine.load())
				.filter(this::isWanted)
				.flatMap((session) -> takeStored(session, reading))
				.switchIfEmpty(Mono.defer(this::stepWithLease));
		});
	}

	private Mono<Void> removeRejected() {
		WestmoonSession replaced = this.replaced;
		return (replaced != null && this.engine.verifier().isRejected(replaced))
				? this.engine.store().remove(replaced).then() : Mono.empty();
	}

	private boolean isWanted(WestmoonSession session) {
		return !session.isSameAs(this.replaced) && !this.engine.verifier().isRejected(session);
	}

	/**
	 * A confirmed attempt that nobody finished may hold a session that has died since.
	 */
	private boolean isDead(@Nullable WestmoonSession confirmed) {
		return confirmed == null || !isWanted(confirmed);
	}

	/**
	 * Somebody else logged in.
	 */
	private Mono<StepResult> takeStored(WestmoonSession session, long reading) {
		if (!this.engine.accept(session, false, reading)) {
			return Mono.just(StepResult.RetryAfter.NOW);
		}
		Mono<Void> end = (this.lease != null) ? this.engine.attempts().endWith(session)
				: this.engine.attempts().appeared(session, true, this.engine.now());
		return end.thenReturn(new StepResult.Completed(session));
	}

	private Mono<StepResult> stepWithLease() {
		SessionStore.Lease lease = this.lease;
		if (lease != null) {
			return lease.renew().flatMap((held) -> {
				if (held) {
					return this.engine.attempts()
						.read()
						.flatMap(this::next)
						.switchIfEmpty(Mono.defer(() -> this.neededStep.begin(null)));
				}
				this.lease = null;
				return Mono.just(StepResult.RetryAfter.NOW);
			});
		}
		return this.engine.store().tryLease().<StepResult>map((claimed) -> {
			this.lease = claimed;
			if (this.abandoned) {
				releaseLease().subscribe();
			}
			return StepResult.RetryAfter.NOW;
		}).switchIfEmpty(Mono.defer(this::lookOn));
	}

	private Mono<StepResult> next(LoginAttempt attempt) {
		if (this.pollStep.holdsUnwritten()) {
			return this.pollStep.keepUnwritten(attempt);
		}
		return switch (attempt.state()) {
			case NEEDED -> this.neededStep.take(attempt);
			case SHOWN, SCANNED -> this.pollStep.take(attempt);
			case CONFIRMED ->
				isDead(attempt.confirmed()) ? this.neededStep.begin(attempt) : this.acceptanceStep.accept(attempt);
			case ACCEPTED -> this.neededStep.begin(attempt);
			case FAILED ->
				hasEnded(attempt) ? Mono.error(this.problems.ended(attempt)) : this.neededStep.begin(attempt);
			case LOGGED_OUT -> Mono.error(this.problems.ended(attempt));
		};
	}

	private Mono<StepResult> lookOn() {
		return this.engine.attempts().read().<StepResult>flatMap((attempt) -> {
			if (attempt.state() == AttemptState.LOGGED_OUT || hasEnded(attempt)) {
				return Mono.error(this.problems.ended(attempt));
			}
			if (attempt.isLive()) {
				this.followed = attempt.id();
			}
			return Mono.empty();
		}).defaultIfEmpty(new StepResult.RetryAfter(ClientSettings.RECHECK_INTERVAL));
	}

	/**
	 * Whoever looked on while an attempt failed waits for no other one.
	 */
	private boolean hasEnded(LoginAttempt attempt) {
		return attempt.isCoolingDown(this.engine.now())
				|| (attempt.state() == AttemptState.FAILED && attempt.id().equals(this.followed));
	}

	private Mono<Void> releaseLease() {
		SessionStore.Lease lease = this.lease;
		this.lease = null;
		return (lease == null) ? Mono.empty()
				: lease.release().retryWhen(this.engine.settings().storeRetry()).onErrorResume((error) -> {
					logger.warn("Cannot give back the login lease of account '" + this.engine.account() + "'", error);
					return Mono.empty();
				});
	}

}
