package io.westmoon.login;

import io.westmoon.login.LoginAttempt.Failure;
import org.jspecify.annotations.Nullable;
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
	Mono<Step> end(LoginAttempt attempt, Failure.Kind kind) {
		Failure failure = new Failure(kind, null);
		return failWith(this.engine.coolDowns().end(attempt, failure, this.engine.now()), failure);
	}

	/**
	 * Ends everybody's wait, since the platform gave no code. The attempt stays.
	 */
	Mono<Step> withoutCode(LoginAttempt attempt, @Nullable String detail) {
		Failure failure = new Failure(Failure.Kind.PLATFORM, detail);
		return failWith(this.engine.coolDowns().withoutCode(attempt, failure, this.engine.now()), failure);
	}

	private Mono<Step> failWith(LoginAttempt next, Failure failure) {
		return this.engine.attempts().write(next).flatMap((written) -> {
			if (!written) {
				return Mono.just(Step.LookAgain.NOW);
			}
			this.engine.events()
				.publish(new LoginEvent.Failed(next.account(), this.engine.now(), next.id(), failure,
						next.coolDownUntil()));
			return Mono.error(this.problems.ended(next));
		});
	}

}
