package io.westmoon.login.client;

import java.time.Instant;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.PlatformException;
import io.westmoon.login.WestmoonPlatform;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The step from the need of a session to a code. Where people find a login page, no code
 * is asked for until somebody looks, and none at all once the link to the page is too
 * old. Belongs to one driver.
 */
final class RequestCodeStep {

	private final ClientSettings settings;

	private final WestmoonPlatform platform;

	private final LoginEvents events;

	private final LoginExceptions exceptions;

	private final AttemptTransitions transitions;

	private final PollCodeStep pollStep;

	private @Nullable LoginQrCode unshown;

	private @Nullable LoginAttempt seen;

	private @Nullable Long lookedAt;

	RequestCodeStep(ClientSettings settings, WestmoonPlatform platform, LoginEvents events, LoginExceptions exceptions,
			AttemptTransitions transitions, PollCodeStep pollStep) {
		this.settings = settings;
		this.platform = platform;
		this.events = events;
		this.exceptions = exceptions;
		this.transitions = transitions;
		this.pollStep = pollStep;
	}

	/**
	 * Notes what the attempt is now, whatever its state. Whoever looks at its page writes
	 * until when that counts by a clock that may be behind, so it also counts for as long
	 * from when this driver sees that it was written.
	 */
	void see(LoginAttempt attempt) {
		LoginAttempt before = this.seen;
		this.seen = attempt;
		if (before == null || !before.id().equals(attempt.id())) {
			this.lookedAt = null;
		}
		else if (attempt.watchedUntil() != null && !attempt.watchedUntil().equals(before.watchedUntil())) {
			this.lookedAt = this.settings.nanoTime().getAsLong();
		}
	}

	private boolean isWatched(LoginAttempt attempt) {
		Long lookedAt = this.lookedAt;
		return attempt.isWatched(now()) || (lookedAt != null
				&& this.settings.nanoTime().getAsLong() - lookedAt < ClientSettings.VIEWER_TTL.toNanos());
	}

	Mono<StepResult> begin(@Nullable LoginAttempt previous) {
		LoginAttempt attempt = LoginAttempt.begin(this.settings.account(), previous).toBuilder().beganAt(now()).build();
		return this.transitions.write(attempt, () -> this.events.loginRequired(attempt));
	}

	Mono<StepResult> take(LoginAttempt attempt) {
		if (attempt.isCoolingDown(now())) {
			return Mono.error(this.exceptions.coolingDown(attempt));
		}
		Instant beganAt = attempt.beganAt();
		if (beganAt == null) {
			return this.transitions.write(attempt.began(now()));
		}
		if (!now().isBefore(beganAt.plus(this.settings.linkLifetime()))) {
			return this.transitions.giveUp(attempt, whyWithoutCodes(attempt));
		}
		if (!isWatched(attempt)) {
			if (attempt.unnoticedCodes() >= this.settings.maxCodes()) {
				return this.transitions.giveUp(attempt, whyWithoutCodes(attempt));
			}
			if (this.settings.loginPage() != null) {
				this.events.loginRequired(attempt);
				return Mono.just(StepResult.RetryAfter.SOON);
			}
		}
		return requestCode().flatMap((code) -> show(attempt, code))
			.onErrorResume(PlatformException.class, (error) -> this.transitions.withoutCode(attempt, error));
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
		if (unshown != null && unshown.expiresAt().isAfter(now())) {
			return Mono.just(unshown);
		}
		return this.platform.requestCode().doOnNext((code) -> this.unshown = code);
	}

	private Mono<StepResult> show(LoginAttempt attempt, LoginQrCode code) {
		return this.transitions.write(attempt.shown(code), () -> {
			this.unshown = null;
			this.pollStep.expect(code);
		});
	}

	private Instant now() {
		return this.settings.clock().instant();
	}

}
