package io.westmoon.login.client;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.PlatformException;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Writes what a step made of the attempt, and tells of it once it is written. If somebody
 * else was faster, the next step looks again.
 */
final class AttemptTransitions {

	private final Engine engine;

	private final LoginExceptions problems;

	AttemptTransitions(Engine engine, LoginExceptions problems) {
		this.engine = engine;
		this.problems = problems;
	}

	Mono<StepResult> write(LoginAttempt next) {
		return write(next, () -> {
		});
	}

	Mono<StepResult> write(LoginAttempt next, Runnable tell) {
		return this.engine.attempts().write(next).map((written) -> {
			if (written) {
				tell.run();
			}
			return StepResult.RetryAfter.NOW;
		});
	}

	/**
	 * Ends the attempt, and everybody's wait with it.
	 */
	Mono<StepResult> end(LoginAttempt attempt, LoginFailure.Kind kind) {
		LoginAttempt ended = ended(attempt, kind);
		return failWith(ended, new LoginEvent.Failed(ended.account(), this.engine.now(), ended.id(),
				new LoginFailure(kind), ended.coolDownUntil()));
	}

	/**
	 * Ends the attempt because of what became of its code, also if somebody else has
	 * written meanwhile: the platform may say so only once.
	 */
	Mono<StepResult> endWithCode(LoginAttempt attempt, LoginFailure.Kind kind) {
		return end(attempt, kind).flatMap((step) -> this.engine.attempts()
			.read()
			.filter((now) -> now.code() != null && now.code().equals(attempt.code()))
			.flatMap((now) -> endWithCode(now, kind))
			.defaultIfEmpty(step));
	}

	/**
	 * Ends the attempt since there are no codes left, and everybody's wait with it.
	 */
	Mono<StepResult> giveUp(LoginAttempt attempt, LoginFailure.Kind kind) {
		LoginAttempt ended = ended(attempt, kind);
		return failWith(ended, new LoginEvent.Abandoned(ended.account(), this.engine.now(), ended.id(),
				new LoginFailure(kind), ended.coolDownUntil()));
	}

	private LoginAttempt ended(LoginAttempt attempt, LoginFailure.Kind kind) {
		return this.engine.settings().coolDowns().end(attempt, new LoginFailure(kind), this.engine.now());
	}

	/**
	 * Ends everybody's wait, since the platform gave no code. The attempt stays.
	 */
	Mono<StepResult> withoutCode(LoginAttempt attempt, PlatformException problem) {
		LoginAttempt next = this.engine.settings().coolDowns().withoutCode(attempt, problem, this.engine.now());
		return failWith(next, new LoginEvent.Failed(next.account(), this.engine.now(), next.id(),
				LoginFailure.of(problem), next.coolDownUntil()));
	}

	/**
	 * Ends the attempt that brought a session, also if it still shows the code because
	 * nothing could be written for a while.
	 * @return {@code null} if it is another attempt or has ended
	 */
	static @Nullable LoginAttempt finishedBy(LoginAttempt attempt, String attemptId, WestmoonSession session) {
		boolean own = attempt.id().equals(attemptId)
				&& (attempt.confirmed() == null || session.isSameAs(attempt.confirmed()));
		return (own && attempt.isLive()) ? attempt.accepted(session.userId()) : null;
	}

	private Mono<StepResult> failWith(LoginAttempt next, LoginEvent event) {
		return this.engine.attempts().write(next).flatMap((written) -> {
			if (!written) {
				return Mono.just(StepResult.RetryAfter.NOW);
			}
			this.engine.events().publish(event);
			return Mono.error(this.problems.ended(next));
		});
	}

}
