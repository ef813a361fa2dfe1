package io.westmoon.login.client;

import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.PlatformException;
import io.westmoon.login.ScanResult;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonPlatform;
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

	private final ClientSettings settings;

	private final WestmoonPlatform platform;

	private final AttemptRepository attempts;

	private final LoginEvents events;

	private final AttemptTransitions transitions;

	private final AcceptSessionStep acceptStep;

	private final PollSchedule schedule;

	private @Nullable LoginQrCode expected;

	private @Nullable CodeExpiry expiry;

	private @Nullable String lastUnknownWord;

	private @Nullable WestmoonSession unwritten;

	private @Nullable LoginAttempt unwrittenFrom;

	private boolean overtaken;

	PollCodeStep(ClientSettings settings, WestmoonPlatform platform, AttemptRepository attempts, LoginEvents events,
			AttemptTransitions transitions, AcceptSessionStep acceptStep) {
		this.settings = settings;
		this.platform = platform;
		this.attempts = attempts;
		this.events = events;
		this.transitions = transitions;
		this.acceptStep = acceptStep;
		this.schedule = new PollSchedule(settings.nanoTime(), settings.pollInterval());
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
			return endCode(attempt);
		}
		Duration left = expiry(attempt, code).left(endsAt);
		Duration untilDue = this.schedule.untilDue();
		if (!untilDue.isZero()) {
			return Mono.just(new StepResult.RetryAfter(untilDue));
		}
		boolean last = left.isNegative() || left.isZero();
		return this.platform.poll(code.scanToken()).flatMap((result) -> {
			this.schedule.next(code, left);
			return scanned(attempt, result, last);
		}).onErrorResume(PlatformException.class, (error) -> {
			logger.debug("Polling failed and is tried again: " + error.getMessage());
			this.schedule.failed(code, error, left);
			return goOn(attempt, last);
		});
	}

	/**
	 * Tells of each code once, also of one that another process asked for.
	 */
	private CodeExpiry expiry(LoginAttempt attempt, LoginQrCode code) {
		CodeExpiry expiry = this.expiry;
		if (expiry != null && expiry.isOf(code)) {
			return expiry;
		}
		expiry = new CodeExpiry(code, this.settings.clock(), this.settings.nanoTime());
		this.expiry = expiry;
		if (this.expected != null && expiry.isOf(this.expected)) {
			this.schedule.next(code, expiry.left(code.expiresAt()));
		}
		if (this.settings.now().isBefore(code.expiresAt())) {
			this.events.codeIssued(attempt, code);
		}
		return expiry;
	}

	private Mono<StepResult> scanned(LoginAttempt attempt, ScanResult result, boolean last) {
		return switch (result.status()) {
			case CONFIRMED -> (result.session() != null) ? keepNew(attempt, result.session()) : goOn(attempt, last);
			case EXPIRED -> endCode(attempt);
			case CANCELED -> this.transitions.endWithCode(attempt, LoginFailure.Kind.CANCELED);
			case REJECTED -> this.transitions.endWithCode(attempt, LoginFailure.Kind.REJECTED);
			case SCANNED -> (attempt.state() == AttemptState.SHOWN)
					? this.transitions.write(attempt, attempt.scanned(), () -> this.events.scanned(attempt))
					: goOn(attempt, last);
			case WAITING -> goOn(attempt, last);
			case UNKNOWN -> {
				sayOnce(result.word());
				yield goOn(attempt, last);
			}
		};
	}

	private Mono<StepResult> goOn(LoginAttempt attempt, boolean last) {
		return last ? endCode(attempt) : Mono.just(new StepResult.RetryAfter(this.schedule.untilDue()));
	}

	private Mono<StepResult> endCode(LoginAttempt attempt) {
		boolean unattended = this.expiry != null && this.expiry.wasOverWhenSeen();
		return this.transitions.write(attempt, unattended ? attempt.codeEndedUnattended() : attempt.codeEnded());
	}

	private Mono<StepResult> keepNew(LoginAttempt attempt, WestmoonSession session) {
		this.unwrittenFrom = attempt;
		this.attempts.cameOf(session, attempt);
		this.acceptStep.give(session);
		this.overtaken = false;
		return keep(attempt, session);
	}

	/**
	 * Writes the confirmed session before anything else, since no other answer may ever
	 * carry it. A store that is broken just now does not hold it up, and whatever others
	 * have done meanwhile, a session beats a code. A reading that shows the attempt
	 * unchanged though the write was refused lags behind: until it shows what others have
	 * done, which may be a logout, the session is used nowhere.
	 */
	private Mono<StepResult> keep(LoginAttempt attempt, WestmoonSession session) {
		LoginAttempt confirmed = attempt.confirmed(session);
		this.unwritten = session;
		return this.attempts.write(attempt, confirmed).flatMap((written) -> {
			if (written) {
				this.unwritten = null;
				return Mono.<StepResult>just(StepResult.RetryAfter.NOW);
			}
			return this.attempts.read().flatMap((now) -> {
				this.overtaken = this.attempts.orBlank(now.orElse(null)).version() == attempt.version();
				return this.overtaken ? Mono.just(StepResult.RetryAfter.SOON) : keepUnwritten(now.orElse(null));
			});
		})
			.onErrorResume(SessionStoreException.class,
					(error) -> this.overtaken ? Mono.just(StepResult.RetryAfter.SOON)
							: this.acceptStep.accept(confirmed).map(PollCodeStep::soon));
	}

	/**
	 * A session that is nowhere but here is written as soon as can be, however long the
	 * platform wants to be left in peace.
	 */
	private static StepResult soon(StepResult step) {
		return (step instanceof StepResult.RetryAfter later
				&& later.after().compareTo(ClientSettings.RECHECK_INTERVAL) > 0) ? StepResult.RetryAfter.SOON : step;
	}

	/**
	 * Tells whether the only copy of a session is here.
	 */
	boolean holdsUnwritten() {
		return this.unwritten != null;
	}

	/**
	 * Writes the only copy of a session, however far others have come. Whoever was pinned
	 * when the code was polled stays so, also if the store has lost that. Where it has
	 * lost the attempt, that is there again, so that whoever knows of a logout that made
	 * it void recognizes it.
	 * @param now the stored attempt; {@code null} if there is none any more
	 */
	Mono<StepResult> keepUnwritten(@Nullable LoginAttempt now) {
		WestmoonSession session = this.unwritten;
		LoginAttempt polled = this.unwrittenFrom;
		LoginAttempt attempt = this.attempts.orBlank(now);
		if (polled != null && (now == null || isOlderLogin(now, polled))) {
			attempt = LoginAttempt.begin(attempt.account(), attempt)
				.toBuilder()
				.id(polled.id())
				.version(attempt.version())
				.build();
		}
		if (session != null && AttemptRepository.canKeepSession(attempt) && !this.attempts.isVoid(session)) {
			return keep(withPin(attempt, polled), session);
		}
		this.unwritten = null;
		return Mono.just(StepResult.RetryAfter.NOW);
	}

	/**
	 * Tells whether the store went back to the end of a login before this one, or to a
	 * logout before it. What that made void each attempt since then names, too.
	 */
	private static boolean isOlderLogin(LoginAttempt now, LoginAttempt polled) {
		boolean olderLogout = now.state() == AttemptState.LOGGED_OUT && !now.voidSessions().isEmpty()
				&& polled.voidSessions().containsAll(now.voidSessions());
		return now.version() < polled.version() && (now.state() == AttemptState.ACCEPTED || olderLogout);
	}

	private static LoginAttempt withPin(LoginAttempt attempt, @Nullable LoginAttempt polled) {
		return (attempt.pinnedUserId() != null || polled == null) ? attempt
				: attempt.toBuilder().pinnedUserId(polled.pinnedUserId()).build();
	}

	private void sayOnce(String word) {
		if (!word.equals(this.lastUnknownWord)) {
			this.lastUnknownWord = word;
			logger.warn("The Westmoon platform says '" + UntrustedText.oneLine(word) + "' about the code of account '"
					+ this.settings.account() + "', which is not known; polling goes on");
		}
	}

}
