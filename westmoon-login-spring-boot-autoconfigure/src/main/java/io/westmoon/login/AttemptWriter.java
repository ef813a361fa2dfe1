package io.westmoon.login;

import reactor.core.publisher.Mono;

/**
 * Writes what a step made of the attempt, and tells of it once it is written. If somebody
 * else was faster, the next step looks again.
 */
final class AttemptWriter {

	private final Engine engine;

	private final LoginProblems problems;

	AttemptWriter(Engine engine, LoginProblems problems) {
		this.engine = engine;
		this.problems = problems;
	}

	Mono<Step> write(LoginAttempt next) {
		return write(next, () -> {
		});
	}

	Mono<Step> write(LoginAttempt next, Runnable tell) {
		return this.engine.attempts().write(next).map((written) -> {
			if (written) {
				tell.run();
			}
			return Step.LookAgain.NOW;
		});
	}

	/**
	 * Ends the attempt, and everybody's wait with it.
	 */
	Mono<Step> end(LoginAttempt attempt, LoginFailure.Kind kind) {
		LoginAttempt ended = ended(attempt, kind);
		return failWith(ended, new LoginEvent.Failed(ended.account(), this.engine.now(), ended.id(),
				new LoginFailure(kind), ended.coolDownUntil()));
	}

	/**
	 * Ends the attempt because of what became of its code, also if somebody else has
	 * written meanwhile: the platform may say so only once.
	 */
	Mono<Step> endWithCode(LoginAttempt attempt, LoginFailure.Kind kind) {
		return end(attempt, kind).flatMap((step) -> this.engine.attempts()
			.read()
			.filter((now) -> now.code() != null && now.code().equals(attempt.code()))
			.flatMap((now) -> endWithCode(now, kind))
			.defaultIfEmpty(step));
	}

	/**
	 * Ends the attempt since there are no codes left, and everybody's wait with it.
	 */
	Mono<Step> giveUp(LoginAttempt attempt, LoginFailure.Kind kind) {
		LoginAttempt ended = ended(attempt, kind);
		return failWith(ended, new LoginEvent.GivenUp(ended.account(), this.engine.now(), ended.id(),
				new LoginFailure(kind), ended.coolDownUntil()));
	}

	private LoginAttempt ended(LoginAttempt attempt, LoginFailure.Kind kind) {
		return this.engine.settings().coolDowns().end(attempt, new LoginFailure(kind), this.engine.now());
	}

	/**
	 * Ends everybody's wait, since the platform gave no code. The attempt stays.
	 */
	Mono<Step> withoutCode(LoginAttempt attempt, PlatformException problem) {
		LoginAttempt next = this.engine.settings().coolDowns().withoutCode(attempt, problem, this.engine.now());
		return failWith(next, new LoginEvent.Failed(next.account(), this.engine.now(), next.id(),
				LoginFailure.of(problem), next.coolDownUntil()));
	}

	private Mono<Step> failWith(LoginAttempt next, LoginEvent event) {
		return this.engine.attempts().write(next).flatMap((written) -> {
			if (!written) {
				return Mono.just(Step.LookAgain.NOW);
			}
			this.engine.events().publish(event);
			return Mono.error(this.problems.ended(next));
		});
	}

}
