package io.westmoon.login.client;

import java.time.Duration;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.PlatformException;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.support.Durations;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The step from a confirmed session to the account's session: is it good, and is it of
 * somebody who may log in here? Belongs to one driver.
 */
final class AcceptSessionStep {

	private static final Log logger = LogFactory.getLog(AcceptSessionStep.class);

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

	private final Engine engine;

	private final LoginExceptions problems;

	private final AttemptTransitions writer;

	private final Saving saving;

	private Duration pause = FIRST_PAUSE;

	private long dueAt;

	AcceptSessionStep(Engine engine, LoginExceptions problems, AttemptTransitions writer,
			@Nullable WestmoonSession replaced) {
		this.engine = engine;
		this.problems = problems;
		this.writer = writer;
		this.saving = new Saving(engine, replaced);
		this.dueAt = engine.settings().nanoTime().getAsLong();
	}

	Mono<StepResult> accept(LoginAttempt attempt) {
		WestmoonSession session = attempt.confirmed();
		if (session == null) {
			return Mono.error(new IllegalStateException("A confirmed attempt without a session: " + attempt));
		}
		long left = this.dueAt - this.engine.settings().nanoTime().getAsLong();
		if (left > 0) {
			return Mono.just(new StepResult.RetryAfter(Duration.ofNanos(left)));
		}
		String expected = (this.engine.settings().expectedUserId() != null) ? this.engine.settings().expectedUserId()
				: attempt.pinnedUserId();
		return this.engine.platform().check(session).flatMap((check) -> {
			WestmoonUser user = check.user();
			if (check.verdict() == Verdict.VALID && user != null && (expected == null || user.id() != null)) {
				return (expected == null || expected.equals(user.id())) ? take(attempt, session.withUser(user), check)
						: turnAway(attempt);
			}
			if (check.verdict() == Verdict.REJECTED) {
				return this.writer.end(attempt, LoginFailure.Kind.SESSION_REJECTED);
			}
			return (expected == null) ? take(attempt, session, check) : askLater(check);
		});
	}

	private Mono<StepResult> take(LoginAttempt attempt, WestmoonSession session, SessionCheck check) {
		long reading = this.engine.current().beginReading();
		return this.saving.save(session)
			.flatMap((stored) -> finish(attempt, session, stored, check, reading))
			.onErrorResume(SessionStoreException.class, (error) -> {
				if (!use(session, check, true, reading)) {
					return Mono.just(StepResult.RetryAfter.NOW);
				}
				this.engine.lateSaves().begin(attempt.id(), session, this.saving, error);
				return Mono.just(new StepResult.Completed(session));
			});
	}

	/**
	 * Ends the attempt. The verdict and the user are those of the attempt's session,
	 * whatever else is stored meanwhile.
	 */
	private Mono<StepResult> finish(LoginAttempt attempt, WestmoonSession session, WestmoonSession stored,
			SessionCheck check, long reading) {
		boolean own = stored.isSameAs(session);
		return this.engine.attempts()
			.write(attempt.accepted(own ? stored.userId() : null))
			.flatMap((written) -> written ? Mono.just(stored) : lookWhy(attempt, stored))
			.flatMap((accepted) -> {
				boolean used = own ? use(accepted, check, false, reading)
						: this.engine.accept(accepted, false, reading);
				return used ? this.engine.reload().onErrorComplete(SessionStoreException.class).thenReturn(accepted)
						: Mono.empty();
			})
			.<StepResult>map(StepResult.Completed::new)
			.defaultIfEmpty(StepResult.RetryAfter.NOW);
	}

	private boolean use(WestmoonSession session, SessionCheck check, boolean unsaved, long reading) {
		boolean used = this.engine.accept(session, unsaved, reading);
		this.engine.current().judge(session, check);
		return used;
	}

	/**
	 * Somebody else wrote the attempt, or the store missed a version of it. Only a logout
	 * takes the session back.
	 */
	private Mono<WestmoonSession> lookWhy(LoginAttempt attempt, WestmoonSession stored) {
		return this.engine.attempts().read().flatMap((now) -> {
			if (now.state() == AttemptState.LOGGED_OUT) {
				return this.engine.store().remove(stored).then(Mono.<WestmoonSession>error(this.problems.ended(now)));
			}
			LoginAttempt finished = AttemptTransitions.finishedBy(now, attempt.id(), stored);
			return ((finished != null) ? this.engine.attempts().write(finished) : Mono.just(true)).thenReturn(stored);
		}).defaultIfEmpty(stored);
	}

	private Mono<StepResult> turnAway(LoginAttempt attempt) {
		return this.writer.write(attempt.notAccepted(), () -> this.engine.events()
			.publish(new LoginEvent.WrongUser(this.engine.account(), this.engine.now(), attempt.id())));
	}

	private Mono<StepResult> askLater(SessionCheck check) {
		PlatformException problem = check.problem();
		String message = "Account '" + this.engine.account()
				+ "' is logged in, but who it is cannot be told yet and is asked again: "
				+ ((problem != null) ? problem.getMessage() : "the platform named no user id");
		if (this.pause.equals(FIRST_PAUSE)) {
			logger.warn(message);
		}
		else {
			logger.debug(message);
		}
		Duration now = Durations.max(this.pause, CoolDownPolicy.retryAfter(problem));
		Duration doubled = this.pause.multipliedBy(2);
		this.pause = (doubled.compareTo(LONGEST_PAUSE) < 0) ? doubled : LONGEST_PAUSE;
		this.dueAt = this.engine.settings().nanoTime().getAsLong() + now.toNanos();
		return Mono.just(new StepResult.RetryAfter(now));
	}

}
