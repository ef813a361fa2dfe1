package io.westmoon.login.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.support.UntrustedText;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import reactor.core.publisher.Mono;

/**
 * Tells whether the stored session is valid, from what is known, at once. A verdict that
 * is too old is renewed behind the answer. A session that ends soon is no problem yet: it
 * is told by a detail. Never starts a login and never shows a secret.
 */
public class WestmoonLoginHealthIndicator extends AbstractReactiveHealthIndicator {

	private static final String START = "To log in now, use the overview of the login page"
			+ " (westmoon.login.page.overview) or POST to the endpoint westmoonlogin";

	private static final String WILL_EXPIRE_SOON = "WILL_EXPIRE_SOON";

	private final WestmoonAuthClient client;

	private final Duration verifyInterval;

	private final Status downStatus;

	private final Clock clock;

	private volatile @Nullable Instant askedAt;

	/**
	 * Creates the indicator of one account.
	 * @param client the account's client
	 * @param verifyInterval how old a verdict may become before the platform is asked
	 * again
	 * @param downStatus the status where there is no session, or a rejected one
	 * @param clock tells the age of a verdict
	 */
	public WestmoonLoginHealthIndicator(WestmoonAuthClient client, Duration verifyInterval, Status downStatus,
			Clock clock) {
		this.client = client;
		this.verifyInterval = verifyInterval;
		this.downStatus = downStatus;
		this.clock = clock;
	}

	@Override
	protected Mono<Health> doHealthCheck(Health.Builder builder) {
		return Mono.fromSupplier(() -> {
			LoginStatus status = this.client.status();
			LoginStatus.Session session = status.session();
			Instant now = this.clock.instant();
			if (isOld(session.verifiedAt(), now) && isOld(this.askedAt, now)) {
				this.askedAt = now;
				this.client.check().onErrorComplete().subscribe();
			}
			return describe(builder, status);
		});
	}

	private boolean isOld(@Nullable Instant time, Instant now) {
		return time == null || !now.isBefore(time.plus(this.verifyInterval));
	}

	private Health describe(Health.Builder builder, LoginStatus status) {
		LoginStatus.Session session = status.session();
		builder.status(status(session.verdict())).withDetail("state", session.verdict().name());
		WestmoonUser user = session.user();
		if (user != null && user.id() != null) {
			builder.withDetail("userId", UntrustedText.oneLine(user.id()));
		}
		if (session.expiresAt() != null) {
			builder.withDetail("expiresAt", session.expiresAt().toString());
		}
		if (session.expiresSoon()) {
			builder.withDetail("expiry", WILL_EXPIRE_SOON)
				.withDetail("action", "Renew the session before it ends; nothing is broken yet. " + START);
		}
		if (session.verifiedAt() != null) {
			builder.withDetail("verifiedAt", session.verifiedAt().toString());
		}
		LoginStatus.Attempt login = status.attempt();
		if (login != null && session.verdict() != Verdict.VALID) {
			describe(builder, login);
		}
		if (session.verdict() == Verdict.MISSING || session.verdict() == Verdict.REJECTED) {
			builder.withDetail("action", action(login));
		}
		if (!status.waitingFor().isEmpty()) {
			builder.withDetail("waitingFor", status.waitingFor());
		}
		if (status.storeProblem() != null) {
			builder.withDetail("storeProblem", status.storeProblem());
		}
		return builder.build();
	}

	/**
	 * Tells whether somebody can scan now, and otherwise why not.
	 */
	private static void describe(Health.Builder builder, LoginStatus.Attempt login) {
		builder.withDetail("login", login.state().name());
		LoginFailure failure = login.failure();
		if (failure != null) {
			builder.withDetail("failure", failure.kind().name());
			if (failure.detail() != null) {
				builder.withDetail("problem", UntrustedText.oneLine(failure.detail()));
			}
		}
		if (login.coolDownUntil() != null) {
			builder.withDetail("coolDownUntil", login.coolDownUntil().toString());
		}
	}

	/**
	 * Tells what to do, in words that whoever reads health can follow. The address of the
	 * login page is a secret, so it says where to find it.
	 */
	private static String action(LoginStatus.@Nullable Attempt login) {
		if (login == null || login.state() == AttemptState.ACCEPTED) {
			return "Nothing: the next call that needs a session asks for a login. " + START;
		}
		return switch (login.state()) {
			case LOGGED_OUT -> "Somebody logged out, and no login starts by itself. " + START;
			case FAILED -> "Nothing: the next call after the cool-down asks for a login. " + START;
			case CONFIRMED -> "Nothing: a person has confirmed, and the login is about to end";
			case SCANNED -> "Confirm the login on the phone that scanned the code";
			default -> "Scan the code with WeChat. The log and the endpoint westmoonlogin say where it is";
		};
	}

	private Status status(Verdict verdict) {
		return switch (verdict) {
			case VALID -> Status.UP;
			case MISSING, REJECTED -> this.downStatus;
			case UNKNOWN -> Status.UNKNOWN;
		};
	}

}
