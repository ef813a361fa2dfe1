package io.westmoon.login.client;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Brings one attempt to its end, one step after the other. Each step begins with what the
 * store says now, so that it makes no difference which process took the step before. Only
 * the holder of the lease takes steps; others look on. Every step ends, also if its
 * signal gets lost, and steps without progress are followed by a pause.
 */
final class AttemptDriver {

	private static final Log logger = LogFactory.getLog(AttemptDriver.class);

	private static final Duration UNKNOWN_OWNER_PAUSE = Duration.ofSeconds(5);

	private static final int MAX_FAULTS = 10;

	private static final int MAX_STEPS_WITHOUT_PAUSE = 20;

	private final ClientSettings settings;

	private final SessionRepository sessions;

	private final SessionVerifier verifier;

	private final AttemptRepository attempts;

	private final LoginExceptions exceptions;

	private final ChangeSignal changeSignal;

	private final LeaseHolder lease;

	private final RequestCodeStep requestStep;

	private final PollCodeStep pollStep;

	private final AcceptSessionStep acceptStep;

	private final @Nullable WestmoonSession replaced;

	private final Sinks.Empty<Void> ended = Sinks.empty();

	private volatile boolean stopping;

	private @Nullable String followed;

	private @Nullable WestmoonSession living;

	private long seen;

	private int faults;

	private int stepsWithoutPause;

	/**
	 * Creates a driver for one login.
	 * @param replaced the session that another one is wanted in place of
	 */
	AttemptDriver(ClientSettings settings, SessionStore store, WestmoonPlatform platform, SessionRepository sessions,
			SessionVerifier verifier, AttemptRepository attempts, LoginEvents events, LoginExceptions exceptions,
			ChangeSignal changeSignal, @Nullable WestmoonSession replaced) {
		this.settings = settings;
		this.sessions = sessions;
		this.verifier = verifier;
		this.attempts = attempts;
		this.exceptions = exceptions;
		this.changeSignal = changeSignal;
		this.replaced = replaced;
		this.lease = new LeaseHolder(settings, store, changeSignal);
		AttemptTransitions transitions = new AttemptTransitions(settings, attempts, events, exceptions);
		this.acceptStep = new AcceptSessionStep(settings, platform, sessions, events, transitions, replaced);
		this.pollStep = new PollCodeStep(settings, platform, attempts, events, transitions, this.acceptStep);
		this.requestStep = new RequestCodeStep(settings, platform, events, exceptions, transitions, this.pollStep);
	}

	Mono<WestmoonSession> drive() {
		return steps().ofType(StepResult.Completed.class)
			.next()
			.map(StepResult.Completed::session)
			.doFinally((signal) -> this.lease.abandon().doFinally((end) -> this.ended.tryEmitEmpty()).subscribe());
	}

	/**
	 * Completes when the driver has ended and released the lease, for which its callers
	 * do not wait.
	 */
	Mono<Void> ended() {
		return this.ended.asMono();
	}

	/**
	 * Ends after the step under way.
	 */
	void stop() {
		this.stopping = true;
		this.changeSignal.signal();
	}

	private Flux<StepResult> steps() {
		return step().expand((result) -> (result instanceof StepResult.RetryAfter retry)
				? pause(retry.after()).then(step()) : Mono.empty());
	}

	private Mono<Void> pause(Duration duration) {
		return Mono.defer(() -> {
			if (duration.isZero() && ++this.stepsWithoutPause < MAX_STEPS_WITHOUT_PAUSE) {
				return Mono.empty();
			}
			this.stepsWithoutPause = 0;
			Duration pause = duration.isZero() ? ClientSettings.RECHECK_INTERVAL : duration;
			return this.changeSignal.pause(pause, this.seen)
				.timeout(pause.plus(this.settings.stepDeadline()), Mono.empty(), this.settings.scheduler());
		});
	}

	/**
	 * Takes a step. A fault of a port is a reason to look again, not to leave a code
	 * alone that somebody may be about to scan.
	 */
	private Mono<StepResult> step() {
		return Mono.defer(this::unguardedStep)
			.timeout(this.settings.stepDeadline(), this.settings.scheduler())
			.doOnNext((result) -> this.faults = 0)
			.onErrorResume((error) -> !(error instanceof LoginRequiredException), (error) -> {
				logger.debug("A step of the login failed", error);
				return (this.pollStep.holdsUnwritten() || ++this.faults < MAX_FAULTS)
						? Mono.just(StepResult.RetryAfter.SOON) : Mono.error(error);
			});
	}

	private Mono<StepResult> unguardedStep() {
		if (this.stopping && !this.pollStep.holdsUnwritten()) {
			return Mono.error(this.exceptions.closed());
		}
		// Both before anything is read: what changes after that is not missed.
		this.seen = this.changeSignal.count();
		long reading = this.sessions.current().beginReading();
		return removeRejected().then(this.sessions.load()).flatMap((stored) -> {
			this.living = stored.filter(this.sessions::canUse).orElse(null);
			return stored.filter((session) -> this.sessions.canReplace(session, this.replaced))
				.map((session) -> take(session, reading))
				.orElseGet(this::stepWithLease);
		});
	}

	private Mono<Boolean> removeRejected() {
		WestmoonSession replaced = this.replaced;
		return (replaced != null && this.sessions.current().isRejected(replaced)) ? this.sessions.remove(replaced)
				: Mono.just(false);
	}

	/**
	 * Somebody else logged in. Where a user is expected, the platform says first who it
	 * was.
	 */
	private Mono<StepResult> take(WestmoonSession session, long reading) {
		if (!this.sessions.current().isTrusted(session)) {
			return this.verifier.examine(session).map((evidence) -> {
				boolean settled = this.sessions.current().isTrusted(session)
						|| !this.sessions.canReplace(session, this.replaced);
				return settled ? StepResult.RetryAfter.NOW : new StepResult.RetryAfter(UNKNOWN_OWNER_PAUSE);
			});
		}
		return this.sessions.take(session, reading, this.lease.isHeld())
			.map((taken) -> taken ? new StepResult.Completed(session) : StepResult.RetryAfter.NOW);
	}

	private Mono<StepResult> stepWithLease() {
		if (!this.lease.isHeld()) {
			return this.lease.claim()
				.flatMap((held) -> held ? Mono.just(StepResult.RetryAfter.NOW) : read(this::lookOn));
		}
		return this.lease.renew().flatMap((held) -> held ? read(this::next) : Mono.just(StepResult.RetryAfter.SOON));
	}

	private Mono<StepResult> read(Function<Optional<LoginAttempt>, Mono<StepResult>> step) {
		return this.attempts.read()
			.flatMap((stored) -> this.pollStep.holdsUnwritten() ? this.pollStep.keepUnwritten(stored.orElse(null))
					: step.apply(stored));
	}

	private Mono<StepResult> next(Optional<LoginAttempt> stored) {
		WestmoonSession living = this.living;
		if (stored.isEmpty()) {
			return this.requestStep.begin(null, living);
		}
		LoginAttempt attempt = stored.get();
		this.requestStep.see(attempt);
		boolean needed = attempt.isRenewal() && living == null;
		return switch (attempt.state()) {
			case NEEDED -> needed ? this.requestStep.require(attempt) : this.requestStep.take(attempt);
			case SHOWN, SCANNED -> needed ? this.requestStep.require(attempt) : this.pollStep.take(attempt);
			case CONFIRMED ->
				isDead(attempt) ? this.requestStep.begin(attempt, living) : this.acceptStep.accept(attempt);
			case ACCEPTED -> this.requestStep.begin(attempt, living);
			case FAILED -> hasEnded(attempt) ? Mono.error(ended(attempt)) : this.requestStep.begin(attempt, living);
			case LOGGED_OUT -> Mono.error(this.exceptions.ended(attempt));
		};
	}

	/**
	 * A confirmed attempt that nobody finished may hold a session that has died since.
	 * Whose it is, the platform says.
	 */
	private boolean isDead(LoginAttempt attempt) {
		WestmoonSession confirmed = attempt.confirmed();
		return confirmed == null || confirmed.isSameAs(this.replaced) || this.attempts.isVoid(confirmed)
				|| this.sessions.current().isRejected(confirmed);
	}

	private Mono<StepResult> lookOn(Optional<LoginAttempt> stored) {
		LoginAttempt attempt = stored.orElse(null);
		if (attempt != null && (attempt.state() == AttemptState.LOGGED_OUT || hasEnded(attempt))) {
			return Mono.error(ended(attempt));
		}
		if (attempt != null && attempt.isLive()) {
			this.followed = attempt.id();
		}
		return Mono.just(StepResult.RetryAfter.SOON);
	}

	/**
	 * Whoever looked on while an attempt failed waits for no other one, nor does anybody
	 * who wanted to renew a session that still works.
	 */
	private boolean hasEnded(LoginAttempt attempt) {
		boolean unneeded = attempt.isRenewal() && this.living != null;
		return attempt.isCoolingDown(this.settings.now())
				|| (attempt.state() == AttemptState.FAILED && (unneeded || attempt.id().equals(this.followed)));
	}

	private LoginRequiredException ended(LoginAttempt attempt) {
		return attempt.id().equals(this.followed) ? this.exceptions.ended(attempt)
				: this.exceptions.coolingDown(attempt);
	}

}
