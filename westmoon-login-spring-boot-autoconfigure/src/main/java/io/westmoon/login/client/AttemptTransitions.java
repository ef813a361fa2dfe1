package io.westmoon.login.client;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.PlatformException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Writes what a step made of the attempt, and tells of it once it is written. If somebody
 * else was faster, the next step looks again as soon as the change is signaled, or a
 * moment later: a store whose readings lag behind would have it take the same step again
 * and again.
 */
final class AttemptTransitions {

	private final ClientSettings settings;

	private final AttemptRepository attempts;

	private final LoginEvents events;

	private final LoginExceptions exceptions;

	AttemptTransitions(ClientSettings settings, AttemptRepository attempts, LoginEvents events,
			LoginExceptions exceptions) {
		this.settings = settings;
		this.attempts = attempts;
		this.events = events;
		this.exceptions = exceptions;
	}

	Mono<StepResult> write(LoginAttempt before, LoginAttempt next) {
		return write(before, next, () -> {
		});
	}

	/**
	 * Writes a step.
	 * @param before the attempt that it was derived from; {@code null} if there was none
	 * @param tell tells of it; what it throws ends everybody's wait
	 */
	Mono<StepResult> write(@Nullable LoginAttempt before, LoginAttempt next, Runnable tell) {
		return this.attempts.write(before, next).map((written) -> {
			if (!written) {
				return StepResult.RetryAfter.SOON;
			}
			tell.run();
			return StepResult.RetryAfter.NOW;
		});
	}

	/**
	 * Ends the attempt, and everybody's wait with it.
	 */
	Mono<StepResult> end(LoginAttempt attempt, LoginFailure.Kind kind) {
		return failWith(attempt, this.settings.coolDowns().end(attempt, new LoginFailure(kind), this.settings.now()));
	}

	/**
	 * Ends the attempt because of what became of its code, also if somebody else has
	 * written meanwhile: the platform may say so only once. A reading that shows the
	 * attempt unchanged lags behind.
	 */
	Mono<StepResult> endWithCode(LoginAttempt attempt, LoginFailure.Kind kind) {
		return end(attempt, kind).flatMap((result) -> this.attempts.read()
			.flatMap((now) -> now.filter((stored) -> stored.code() != null && stored.code().equals(attempt.code()))
				.filter((stored) -> stored.version() != attempt.version())
				.map((stored) -> endWithCode(stored, kind))
				.orElse(Mono.just(result))));
	}

	/**
	 * Ends everybody's wait, since the platform gave no code. The attempt stays.
	 */
	Mono<StepResult> withoutCode(LoginAttempt attempt, PlatformException problem) {
		return failWith(attempt, this.settings.coolDowns().withoutCode(attempt, problem, this.settings.now()));
	}

	private Mono<StepResult> failWith(LoginAttempt before, LoginAttempt next) {
		return write(before, next, () -> {
			this.events.failed(next);
			throw this.exceptions.ended(next);
		});
	}

}
