package io.westmoon.login.client;

import java.time.Instant;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.PlatformException;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
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
			this.unshown = null;
		}
		else if (attempt.watchedUntil() != null && !attempt.watchedUntil().equals(before.watchedUntil())) {
			this.lookedAt = this.settings.nanoTime().getAsLong();
		}
		LoginQrCode shown = attempt.code();
		if (shown != null && this.unshown != null && shown.scanToken().equals(this.unshown.scanToken())) {
			this.unshown = null;
		}
	}

	private boolean isWatched(LoginAttempt attempt) {
		Long lookedAt = this.lookedAt;
		return attempt.isWatched(this.settings.now()) || (lookedAt != null
				&& this.settings.nanoTime().getAsLong() - lookedAt < ClientSettings.VIEWER_TTL.toNanos());
	}

	/**
	 * Begins another attempt.
	 * @param living the session that it renews; {@code null} if none works
	 */
	Mono<StepResult> begin(@Nullable LoginAttempt previous, @Nullable WestmoonSession living) {
		String account = this.settings.account();
		LoginAttempt next = (living != null) ? LoginAttempt.beginRenewal(account, previous, living)
				: LoginAttempt.begin(account, previous);
		return writeRequired(previous, next.toBuilder().beganAt(this.settings.now()).build());
	}

	/**
	 * Makes a renewal a login that is needed, since its session has ended.
	 */
	Mono<StepResult> require(LoginAttempt renewal) {
		return writeRequired(renewal, renewal.required(this.settings.now()));
	}

	private Mono<StepResult> writeRequired(@Nullable LoginAttempt before, LoginAttempt attempt) {
		return this.transitions.write(before, attempt, () -> this.events.loginRequired(attempt));
	}

	Mono<StepResult> take(LoginAttempt attempt) {
		if (attempt.isCoolingDown(this.settings.now())) {
			return Mono.error(this.exceptions.coolingDown(attempt));
		}
		Instant beganAt = attempt.beganAt();
		if (beganAt == null) {
			return this.transitions.write(attempt, attempt.began(this.settings.now()));
		}
		boolean watched = isWatched(attempt);
		if (!this.settings.now().isBefore(beganAt.plus(this.settings.linkLifetime())) || isLeft(attempt, beganAt)
				|| (!watched && attempt.unnoticedCodes() >= this.settings.maxCodes())) {
			return this.transitions.end(attempt, whyWithoutCodes(attempt));
		}
		if (!watched && this.settings.loginPage() != null) {
			if (!attempt.isRenewal()) {
				this.events.loginRequired(attempt);
			}
			return Mono.just(StepResult.RetryAfter.SOON);
		}
		return requestCode().flatMap((code) -> show(attempt, code))
			.onErrorResume(PlatformException.class, (error) -> this.transitions.withoutCode(attempt, error));
	}

	/**
	 * Nobody needs a renewal whose page the last person has left.
	 */
	private boolean isLeft(LoginAttempt attempt, Instant beganAt) {
		Instant watchedUntil = attempt.watchedUntil();
		return attempt.isRenewal() && this.settings.loginPage() != null && watchedUntil != null
				&& watchedUntil.isAfter(beganAt) && !isWatched(attempt)
				&& !this.settings.now().isBefore(watchedUntil.plus(ClientSettings.RENEWAL_WITHOUT_VIEWER));
	}

	private static LoginFailure.Kind whyWithoutCodes(LoginAttempt attempt) {
		if (attempt.failure() != null && attempt.failure().kind() == LoginFailure.Kind.WRONG_USER) {
			return LoginFailure.Kind.WRONG_USER;
		}
		return attempt.isRenewal() ? LoginFailure.Kind.EXPIRED : LoginFailure.Kind.NOBODY_SCANNED;
	}

	/**
	 * A code that was asked for and could not be written yet is not asked for again in
	 * the same attempt.
	 */
	private Mono<LoginQrCode> requestCode() {
		LoginQrCode unshown = this.unshown;
		if (unshown != null && unshown.expiresAt().isAfter(this.settings.now())) {
			return Mono.just(unshown);
		}
		return this.platform.requestCode().doOnNext((code) -> this.unshown = code);
	}

	private Mono<StepResult> show(LoginAttempt attempt, LoginQrCode code) {
		return this.transitions.write(attempt, attempt.shown(code), () -> {
			this.unshown = null;
			this.pollStep.expect(code);
		});
	}

}
