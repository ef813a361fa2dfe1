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

	private final AcceptanceStep acceptanceStep;

	private final PollPace pace;

	private @Nullable String lastUnknownWord;

	private @Nullable String announced;

	private @Nullable LoginQrCode unshown;

	private @Nullable WestmoonSession unwritten;

	CodeSteps(Engine engine, LoginProblems problems, AcceptanceStep acceptanceStep) {
		this.acceptanceStep = acceptanceStep;
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
		return requestCode().flatMap((code) -> show(attempt, code))
			.onErrorResume(PlatformException.class,
					(error) -> fail(attempt, Failure.Kind.PLATFORM, error.getMessage()));
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

	private Mono<Step> show(LoginAttempt attempt, LoginQrCode code) {
		LoginAttempt shown = attempt.shown(code);
		this.pace.next(code, life(code));
		return write(shown, () -> {
			this.unshown = null;
			announce(attempt, code);
		}, new Step.LookAgain(this.pace.untilDue()));
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
		if (this.unwritten != null) {
			return keep(attempt, this.unwritten);
		}
		if (code == null) {
			return askForCode(attempt);
		}
		announce(attempt, code);
		Duration untilDue = this.pace.untilDue();
		if (!untilDue.isZero()) {
			return Mono.just(new Step.LookAgain(untilDue));
		}
		Instant end = attempt.codeEndsAt();
		boolean last = end == null || !this.engine.now().isBefore(end);
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
			case CONFIRMED -> (result.session() != null) ? keep(attempt, result.session()) : pause();
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
	 * carry it. A store that is broken just now does not hold it up, and whatever others
	 * have done meanwhile, a session beats a code.
	 */
	private Mono<Step> keep(LoginAttempt attempt, WestmoonSession session) {
		LoginAttempt confirmed = attempt.confirmed(session);
		this.unwritten = session;
		return this.engine.attempts().write(confirmed).flatMap((written) -> {
			if (written) {
				this.unwritten = null;
				return Mono.<Step>just(Step.LookAgain.NOW);
			}
			return this.engine.attempts().read().flatMap((now) -> keepAfterConflict(now, session));
		}).onErrorResume(SessionStoreException.class, (error) -> this.acceptanceStep.accept(confirmed));
	}

	/**
	 * Tells whether the only copy of a session is here.
	 */
	boolean holdsUnwritten() {
		return this.unwritten != null;
	}

	private Mono<Step> keepAfterConflict(LoginAttempt now, WestmoonSession session) {
		return switch (now.state()) {
			case NEEDED, SHOWN, SCANNED, FAILED -> keep(now, session);
			case CONFIRMED, ACCEPTED, LOGGED_OUT -> {
				this.unwritten = null;
				yield Mono.just(Step.LookAgain.NOW);
			}
		};
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
