package io.westmoon.login.client;

import java.time.Duration;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.PlatformException;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.support.Backoff;
import io.westmoon.login.support.Durations;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The step from a confirmed session to the account's session: is it good, and is it of
 * somebody who may log in here? Belongs to one driver.
 */
final class AcceptSessionStep {

	private static final Log logger = LogFactory.getLog(AcceptSessionStep.class);

	private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofMinutes(1));

	private final ClientSettings settings;

	private final WestmoonPlatform platform;

	private final SessionRepository sessions;

	private final LoginEvents events;

	private final AttemptTransitions transitions;

	private final @Nullable WestmoonSession replaced;

	private @Nullable WestmoonSession given;

	private int asked;

	private long dueAt;

	AcceptSessionStep(ClientSettings settings, WestmoonPlatform platform, SessionRepository sessions,
			LoginEvents events, AttemptTransitions transitions, @Nullable WestmoonSession replaced) {
		this.settings = settings;
		this.platform = platform;
		this.sessions = sessions;
		this.events = events;
		this.transitions = transitions;
		this.replaced = replaced;
		this.dueAt = settings.nanoTime().getAsLong();
	}

	/**
	 * Notes that the platform gave a session just now.
	 */
	void give(WestmoonSession session) {
		this.given = session;
	}

	Mono<StepResult> accept(LoginAttempt attempt) {
		WestmoonSession session = attempt.confirmed();
		if (session == null) {
			return Mono.error(new IllegalStateException("A confirmed attempt without a session: " + attempt));
		}
		long left = this.dueAt - this.settings.nanoTime().getAsLong();
		if (left > 0) {
			return Mono.just(new StepResult.RetryAfter(Duration.ofNanos(left)));
		}
		String expected = (this.settings.expectedUserId() != null) ? this.settings.expectedUserId()
				: attempt.pinnedUserId();
		return this.platform.check(session).flatMap((check) -> {
			WestmoonUser user = check.user();
			if (check.verdict() == Verdict.VALID && user != null && (expected == null || user.id() != null)) {
				return (expected == null || expected.equals(user.id())) ? take(session.withUser(user), check)
						: this.transitions.write(attempt, attempt.notAccepted(), () -> this.events.wrongUser(attempt));
			}
			if (check.verdict() == Verdict.REJECTED) {
				return rejected(attempt, session, check);
			}
			return (expected == null) ? take(session, check) : askLater(check);
		});
	}

	private Mono<StepResult> take(WestmoonSession session, SessionCheck check) {
		return this.sessions.accept(session, check, this.replaced)
			.map((accepted) -> accepted.filter(this.sessions.current()::isTrusted)
				.filter(this.sessions::canUse)
				.<StepResult>map(StepResult.Completed::new)
				.orElse(StepResult.RetryAfter.NOW));
	}

	/**
	 * A session that this driver was given just now ends the attempt. One that another
	 * process left behind may have died since, and another code is asked for.
	 */
	private Mono<StepResult> rejected(LoginAttempt attempt, WestmoonSession session, SessionCheck check) {
		if (session.isSameAs(this.given)) {
			return this.transitions.end(attempt, LoginFailure.Kind.SESSION_REJECTED);
		}
		this.sessions.current().judge(session, check);
		return Mono.just(StepResult.RetryAfter.NOW);
	}

	private Mono<StepResult> askLater(SessionCheck check) {
		PlatformException problem = check.problem();
		String message = "Westmoon account '" + this.settings.account()
				+ "' is logged in, but who it is cannot be told yet and is asked again: "
				+ ((problem != null) ? problem.getMessage() : "the platform named no user id");
		if (this.asked == 0) {
			logger.warn(message);
		}
		else {
			logger.debug(message);
		}
		Duration pause = Durations.max(BACKOFF.delay(this.asked++), CoolDownPolicy.retryAfter(problem));
		this.dueAt = this.settings.nanoTime().getAsLong() + pause.toNanos();
		return Mono.just(new StepResult.RetryAfter(pause));
	}

}
