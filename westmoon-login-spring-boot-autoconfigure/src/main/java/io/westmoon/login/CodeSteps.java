package io.westmoon.login;

import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.LoginAttempt.Failure;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The steps from the need of a session to the answer that carries it: begin, ask for a
 * code, poll. Belongs to one driver.
 */
final class CodeSteps {

	private static final Log logger = LogFactory.getLog(CodeSteps.class);

	private final Engine engine;

	private final LoginProblems problems;

	private final PollPace pace;

	private @Nullable String lastUnknownWord;

	private @Nullable String announced;

	CodeSteps(Engine engine, LoginProblems problems) {
		this.engine = engine;
		this.problems = problems;
		this.pace = new PollPace(engine.settings().nanoTime(), engine.settings().pollInterval());
	}

	Mono<Step> begin(@Nullable LoginAttempt previous) {
		LoginAttempt attempt = LoginAttempt.begin(this.engine.account(), previous);
		return write(attempt,
				() -> this.engine.events()
					.publish(new LoginEvent.Needed(this.engine.account(), this.engine.now(), attempt.id())),
				Step.LookAgain.NOW);
	}

	Mono<Step> askForCode(LoginAttempt attempt) {
		if (attempt.codes() >= this.engine.settings().maxCodes()) {
			boolean stranger = attempt.failure() != null && attempt.failure().kind() == Failure.Kind.WRONG_USER;
			return fail(attempt, stranger ? Failure.Kind.WRONG_USER : Failure.Kind.NOBODY_SCANNED, null);
		}
		return this.engine.platform()
			.requestCode()
			.flatMap((code) -> show(attempt, code))
			.onErrorResume(PlatformException.class,
					(error) -> fail(attempt, Failure.Kind.PLATFORM, error.getMessage()));
	}

	private Mono<Step> show(LoginAttempt attempt, LoginQrCode code) {
		LoginAttempt shown = attempt.shown(code);
		this.pace.next(code, life(code));
		return write(shown, () -> announce(attempt, code), new Step.LookAgain(this.pace.untilDue()));
	}

	/**
	 * Tells of each code once, also of one that another process asked for.
	 */
	private void announce(LoginAttempt attempt, LoginQrCode code) {
		if (!code.scanToken().equals(this.announced)) {
			this.announced = code.scanToken();
			this.engine.events()
				.publish(new LoginEvent.CodeShown(this.engine.account(), this.engine.now(), attempt.id(), code.image(),
						code.expiresAt(), this.engine.store().whereToScan(code)));
		}
	}

	Mono<Step> poll(LoginAttempt attempt) {
		LoginQrCode code = attempt.code();
		if (code == null) {
			return askForCode(attempt);
		}
		announce(attempt, code);
		Duration untilDue = this.pace.untilDue();
		if (!untilDue.isZero()) {
			return Mono.just(new Step.LookAgain(untilDue));
		}
		boolean last = !this.engine.now().isBefore(end(attempt, code));
		return this.engine.platform()
			.poll(code.scanToken())
			.flatMap((result) -> scanned(attempt, code, result, last))
			.onErrorResume(PlatformException.class, (error) -> {
				logger.debug("Polling failed and is tried again: " + error.getMessage());
				this.pace.failed(code, error, life(code));
				return last ? askForCode(attempt) : pause();
			});
	}

	private Mono<Step> scanned(LoginAttempt attempt, LoginQrCode code, ScanResult result, boolean last) {
		this.pace.next(code, life(code));
		return switch (result.status()) {
			case CONFIRMED -> keep(attempt, code, result);
			case EXPIRED -> askForCode(attempt);
			case CANCELED -> fail(attempt, Failure.Kind.CANCELED, null);
			case REJECTED -> fail(attempt, Failure.Kind.REJECTED, null);
			case SCANNED -> (attempt.state() == LoginAttempt.State.SHOWN) ? noteScan(attempt)
					: last ? askForCode(attempt) : pause();
			case WAITING -> last ? askForCode(attempt) : pause();
			case UNKNOWN -> {
				sayOnce(result.word());
				yield last ? askForCode(attempt) : pause();
			}
		};
	}

	private Mono<Step> noteScan(LoginAttempt attempt) {
		return write(attempt.scanned(),
				() -> this.engine.events()
					.publish(new LoginEvent.Scanned(this.engine.account(), this.engine.now(), attempt.id())),
				new Step.LookAgain(this.pace.untilDue()));
	}

	/**
	 * Writes the confirmed session before anything else, since no other answer may ever
	 * carry it.
	 */
	private Mono<Step> keep(LoginAttempt attempt, LoginQrCode code, ScanResult result) {
		WestmoonSession session = result.session();
		if (session == null) {
			return pause();
		}
		return this.engine.attempts().write(attempt.confirmed(session)).flatMap((written) -> {
			if (written) {
				return Mono.<Step>just(Step.LookAgain.NOW);
			}
			return this.engine.attempts().read().flatMap((now) -> {
				LoginQrCode living = now.code();
				boolean sameCode = living != null && living.scanToken().equals(code.scanToken());
				return sameCode ? keep(now, code, result) : Mono.<Step>just(Step.LookAgain.NOW);
			}).defaultIfEmpty(Step.LookAgain.NOW);
		});
	}

	private Mono<Step> fail(LoginAttempt attempt, Failure.Kind kind, @Nullable String detail) {
		LoginAttempt failed = this.engine.coolDowns().fail(attempt, new Failure(kind, detail), this.engine.now());
		return AcceptanceStep.end(this.engine, this.problems, failed);
	}

	private Mono<Step> write(LoginAttempt next, Runnable event, Step step) {
		return this.engine.attempts().write(next).map((written) -> {
			if (!written) {
				return Step.LookAgain.NOW;
			}
			event.run();
			return step;
		});
	}

	private Mono<Step> pause() {
		return Mono.just(new Step.LookAgain(this.pace.untilDue()));
	}

	/**
	 * A code that somebody scanned is given its life once more to be confirmed.
	 */
	private static Instant end(LoginAttempt attempt, LoginQrCode code) {
		boolean scanned = attempt.state() == LoginAttempt.State.SCANNED;
		return scanned ? code.expiresAt().plus(Duration.between(code.issuedAt(), code.expiresAt())) : code.expiresAt();
	}

	private Duration life(LoginQrCode code) {
		return Duration.between(this.engine.now(), code.expiresAt());
	}

	private void sayOnce(String word) {
		if (!word.equals(this.lastUnknownWord)) {
			this.lastUnknownWord = word;
			logger.warn("The Westmoon platform says '" + ForeignText.oneLine(word) + "' about the code of account '"
					+ this.engine.account() + "', which is not known; polling goes on");
		}
	}

}
