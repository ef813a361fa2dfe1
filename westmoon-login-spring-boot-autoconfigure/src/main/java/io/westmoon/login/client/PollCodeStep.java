package io.westmoon.login.client;

import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.PlatformException;
import io.westmoon.login.ScanResult;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.support.UntrustedText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The step from a code to the answer that carries the session. Belongs to one driver.
 */
final class PollCodeStep {

	private static final Log logger = LogFactory.getLog(PollCodeStep.class);

	private final Engine engine;

	private final AttemptTransitions writer;

	private final AcceptSessionStep acceptanceStep;

	private final PollSchedule pace;

	private @Nullable LoginQrCode expected;

	private @Nullable CodeExpiry life;

	private @Nullable String lastUnknownWord;

	private @Nullable WestmoonSession unwritten;

	PollCodeStep(Engine engine, AttemptTransitions writer, AcceptSessionStep acceptanceStep) {
		this.engine = engine;
		this.writer = writer;
		this.acceptanceStep = acceptanceStep;
		this.pace = new PollSchedule(engine.settings().nanoTime(), engine.settings().pollInterval());
	}

	/**
	 * Gives people one interval to scan a new code. A code that somebody else asked for
	 * is polled at once.
	 */
	void expect(LoginQrCode code) {
		this.expected = code;
	}

	Mono<StepResult> take(LoginAttempt attempt) {
		LoginQrCode code = attempt.code();
		Instant endsAt = attempt.codeEndsAt();
		if (code == null || endsAt == null) {
			return this.writer.write(attempt.codeEnded());
		}
		Duration left = life(attempt, code).left(endsAt);
		Duration untilDue = this.pace.untilDue();
		if (!untilDue.isZero()) {
			return Mono.just(new StepResult.RetryAfter(untilDue));
		}
		boolean last = left.isNegative() || left.isZero();
		return this.engine.platform().poll(code.scanToken()).flatMap((result) -> {
			this.pace.next(code, left);
			return scanned(attempt, result, last);
		}).onErrorResume(PlatformException.class, (error) -> {
			logger.debug("Polling failed and is tried again: " + error.getMessage());
			this.pace.failed(code, error, left);
			return goOn(attempt, last);
		});
	}

	/**
	 * Tells of each code once, also of one that another process asked for.
	 */
	private CodeExpiry life(LoginAttempt attempt, LoginQrCode code) {
		CodeExpiry life = this.life;
		if (life != null && life.isOf(code)) {
			return life;
		}
		life = new CodeExpiry(code, this.engine.settings().clock(), this.engine.settings().nanoTime());
		this.life = life;
		if (this.expected != null && life.isOf(this.expected)) {
			this.pace.next(code, life.left(code.expiresAt()));
		}
		if (this.engine.now().isBefore(code.expiresAt())) {
			this.engine.events()
				.publish(new LoginEvent.CodeIssued(this.engine.account(), this.engine.now(), attempt.id(), code.image(),
						code.expiresAt(), this.engine.scanLocation(attempt)));
		}
		return life;
	}

	private Mono<StepResult> scanned(LoginAttempt attempt, ScanResult result, boolean last) {
		return switch (result.status()) {
			case CONFIRMED -> (result.session() != null) ? keep(attempt, result.session()) : goOn(attempt, last);
			case EXPIRED -> this.writer.write(attempt.codeEnded());
			case CANCELED -> this.writer.endWithCode(attempt, LoginFailure.Kind.CANCELED);
			case REJECTED -> this.writer.endWithCode(attempt, LoginFailure.Kind.REJECTED);
			case SCANNED -> (attempt.state() == AttemptState.SHOWN) ? noteScan(attempt) : goOn(attempt, last);
			case WAITING -> goOn(attempt, last);
			case UNKNOWN -> {
				sayOnce(result.word());
				yield goOn(attempt, last);
			}
		};
	}

	private Mono<StepResult> goOn(LoginAttempt attempt, boolean last) {
		return last ? this.writer.write(attempt.codeEnded())
				: Mono.just(new StepResult.RetryAfter(this.pace.untilDue()));
	}

	private Mono<StepResult> noteScan(LoginAttempt attempt) {
		return this.writer.write(attempt.scanned(), () -> this.engine.events()
			.publish(new LoginEvent.Scanned(this.engine.account(), this.engine.now(), attempt.id())));
	}

	/**
	 * Writes the confirmed session before anything else, since no other answer may ever
	 * carry it. A store that is broken just now does not hold it up, and whatever others
	 * have done meanwhile, a session beats a code.
	 */
	private Mono<StepResult> keep(LoginAttempt attempt, WestmoonSession session) {
		LoginAttempt confirmed = attempt.confirmed(session);
		this.unwritten = session;
		return this.engine.attempts().write(confirmed).flatMap((written) -> {
			if (written) {
				this.unwritten = null;
				return Mono.<StepResult>just(StepResult.RetryAfter.NOW);
			}
			return this.engine.attempts().read().flatMap((now) -> keepAfterConflict(now, session));
		})
			.onErrorResume(SessionStoreException.class,
					(error) -> this.acceptanceStep.accept(confirmed).map(PollCodeStep::soon));
	}

	/**
	 * A session that is nowhere but here is written as soon as can be, however long the
	 * platform wants to be left in peace.
	 */
	private static StepResult soon(StepResult step) {
		return (step instanceof StepResult.RetryAfter later
				&& later.after().compareTo(ClientSettings.RECHECK_INTERVAL) > 0)
						? new StepResult.RetryAfter(ClientSettings.RECHECK_INTERVAL) : step;
	}

	/**
	 * Tells whether the only copy of a session is here.
	 */
	boolean holdsUnwritten() {
		return this.unwritten != null;
	}

	/**
	 * Writes the only copy of a session, however far others have come.
	 */
	Mono<StepResult> keepUnwritten(LoginAttempt now) {
		WestmoonSession session = this.unwritten;
		return (session != null) ? keepAfterConflict(now, session) : Mono.just(StepResult.RetryAfter.NOW);
	}

	private Mono<StepResult> keepAfterConflict(LoginAttempt now, WestmoonSession session) {
		return switch (now.state()) {
			case NEEDED, SHOWN, SCANNED, FAILED -> keep(now, session);
			case CONFIRMED, ACCEPTED, LOGGED_OUT -> {
				this.unwritten = null;
				yield Mono.just(StepResult.RetryAfter.NOW);
			}
		};
	}

	private void sayOnce(String word) {
		if (!word.equals(this.lastUnknownWord)) {
			this.lastUnknownWord = word;
			logger.warn("The Westmoon platform says '" + UntrustedText.oneLine(word) + "' about the code of account '"
					+ this.engine.account() + "', which is not known; polling goes on");
		}
	}

}
