package io.westmoon.login.client;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.PlatformException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The step from the need of a session to a code. Where people find a login page, no code
 * is asked for until somebody looks. Belongs to one driver.
 */
final class RequestCodeStep {

	private final Engine engine;

	private final LoginExceptions problems;

	private final AttemptTransitions writer;

	private final PollCodeStep pollStep;

	private @Nullable LoginQrCode unshown;

	RequestCodeStep(Engine engine, LoginExceptions problems, AttemptTransitions writer, PollCodeStep pollStep) {
		this.engine = engine;
		this.problems = problems;
		this.writer = writer;
		this.pollStep = pollStep;
	}

	Mono<StepResult> begin(@Nullable LoginAttempt previous) {
		LoginAttempt attempt = LoginAttempt.begin(this.engine.account(), previous);
		return this.writer.write(attempt, () -> this.engine.tellOfNeed(attempt));
	}

	Mono<StepResult> take(LoginAttempt attempt) {
		if (attempt.isCoolingDown(this.engine.now())) {
			return Mono.error(this.problems.ended(attempt));
		}
		if (!attempt.isWatched(this.engine.now())) {
			if (attempt.unnoticedCodes() >= this.engine.settings().maxCodes()) {
				return this.writer.giveUp(attempt, whyWithoutCodes(attempt));
			}
			if (this.engine.settings().loginPage() != null) {
				this.engine.tellOfNeed(attempt);
				return Mono.just(new StepResult.RetryAfter(ClientSettings.RECHECK_INTERVAL));
			}
		}
		return requestCode().flatMap((code) -> show(attempt, code))
			.onErrorResume(PlatformException.class, (error) -> this.writer.withoutCode(attempt, error));
	}

	private static LoginFailure.Kind whyWithoutCodes(LoginAttempt attempt) {
		boolean strangerWasHere = attempt.failure() != null && attempt.failure().kind() == LoginFailure.Kind.WRONG_USER;
		return strangerWasHere ? LoginFailure.Kind.WRONG_USER : LoginFailure.Kind.NOBODY_SCANNED;
	}

	/**
	 * A code that was asked for and could not be written yet is not asked for again.
	 */
	private Mono<LoginQrCode> requestCode() {
		LoginQrCode unshown = this.unshown;
		if (unshown != null && unshown.expiresAt().isAfter(this.engine.now())) {
			return Mono.just(unshown);
		}
		return this.engine.platform()
			.requestCode()
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("The platform gave no code")))
			.doOnNext((code) -> this.unshown = code);
	}

	private Mono<StepResult> show(LoginAttempt attempt, LoginQrCode code) {
		return this.writer.write(attempt.shown(code), () -> {
			this.unshown = null;
			this.pollStep.expect(code);
		});
	}

}
