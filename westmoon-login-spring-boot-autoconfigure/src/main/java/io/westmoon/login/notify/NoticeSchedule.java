package io.westmoon.login.notify;

import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.support.Durations;
import org.jspecify.annotations.Nullable;

/**
 * Decides from the stored attempt alone which notice is due, so that it makes no
 * difference which process decides. Immutable.
 */
final class NoticeSchedule {

	/**
	 * How long the next notice can be put off at most.
	 */
	static final Duration MAX_SNOOZE = Duration.ofDays(1);

	private static final Duration MAX_CLOCK_SKEW = Duration.ofHours(1);

	/**
	 * When to look again while somebody confirms on the phone.
	 */
	private static final Duration CONFIRMING = Duration.ofMinutes(1);

	/**
	 * When to look again while a session is being accepted.
	 */
	private static final Duration ACCEPTING = Duration.ofSeconds(2);

	private final NotificationSettings settings;

	NoticeSchedule(NotificationSettings settings) {
		this.settings = settings;
	}

	/**
	 * Decides what to do now.
	 * @param attempt the stored attempt
	 * @param session the stored session; {@code null} if there is none
	 */
	Decision decide(LoginAttempt attempt, @Nullable WestmoonSession session, Instant now) {
		if (isUnnoticedRenewal(attempt)) {
			return Decision.NOTHING;
		}
		NoticeKind outcome = outcome(attempt, session);
		if (outcome != null) {
			return (attempt.notices() > 0) ? inWakingHours(outcome, now) : Decision.NOTHING;
		}
		if (isLinkDead(attempt, now)) {
			return Decision.NOTHING;
		}
		if (attempt.isRenewal()) {
			if (!attempt.invitation() || attempt.reminders() <= attempt.notices()) {
				return Decision.NOTHING;
			}
			return isPutOff(attempt, now) ? Decision.lookAgain(attempt.nextNoticeAt())
					: inWakingHours(NoticeKind.RENEWAL, now);
		}
		if (attempt.state() == AttemptState.CONFIRMED) {
			return Decision.lookAgain(now.plus(ACCEPTING));
		}
		if (attempt.state() == AttemptState.SCANNED) {
			return Decision.lookAgain(now.plus(CONFIRMING));
		}
		if (attempt.watchedUntil() != null && attempt.isWatched(now)) {
			return Decision.lookAgain(Durations.earlier(attempt.watchedUntil(), now.plus(CONFIRMING)));
		}
		boolean first = attempt.notices() == 0 && attempt.nextNoticeAt() == null;
		if (!first && (attempt.nextNoticeAt() == null || isPutOff(attempt, now))) {
			return Decision.lookAgain(attempt.nextNoticeAt());
		}
		if (!isTellable(attempt, now)) {
			return Decision.NOTHING;
		}
		return inWakingHours((attempt.notices() == 0) ? NoticeKind.LOGIN_NEEDED : NoticeKind.REMINDER, now);
	}

	/**
	 * A renewal that nobody scanned is no news. Where somebody scanned and it failed,
	 * people were told that nobody else has to.
	 */
	private static boolean isUnnoticedRenewal(LoginAttempt attempt) {
		return attempt.isRenewal() && attempt.state() == AttemptState.FAILED && attempt.failure() != null
				&& attempt.failure().kind() == LoginFailure.Kind.EXPIRED;
	}

	/**
	 * A session that came after the attempt began, for instance from another program,
	 * ends the need too.
	 */
	private static @Nullable NoticeKind outcome(LoginAttempt attempt, @Nullable WestmoonSession session) {
		return switch (attempt.state()) {
			case ACCEPTED -> NoticeKind.LOGGED_IN;
			case FAILED -> NoticeKind.LOGIN_FAILED;
			case LOGGED_OUT -> NoticeKind.LOGGED_OUT;
			default -> (session != null && attempt.beganAt() != null && session.createdAt().isAfter(attempt.beganAt()))
					? NoticeKind.LOGGED_IN : null;
		};
	}

	private boolean isLinkDead(LoginAttempt attempt, Instant now) {
		return this.settings.loginPage() != null && attempt.beganAt() != null
				&& !now.isBefore(attempt.beganAt().plus(this.settings.linkLifetime()));
	}

	/**
	 * A time that lies further ahead than any notice is put off was written by a clock
	 * that was wrong. The clocks of two machines may differ a little.
	 */
	private boolean isPutOff(LoginAttempt attempt, Instant now) {
		Instant next = attempt.nextNoticeAt();
		Duration longest = Durations.max(MAX_SNOOZE, this.settings.remindEvery()).plus(MAX_CLOCK_SKEW);
		return next != null && now.isBefore(next) && !next.isAfter(now.plus(longest));
	}

	/**
	 * Tells when the next notice is due that is put off until a given time, which brings
	 * none forward and makes none due where there would be no more.
	 * @return the time; {@code null} if there is nothing to put off
	 */
	@Nullable Instant putOff(LoginAttempt attempt, Instant until, Instant now) {
		Instant next = attempt.nextNoticeAt();
		if (next == null) {
			return (attempt.isRenewal() || attempt.notices() == 0) ? until : null;
		}
		return (isPutOff(attempt, now) && next.isAfter(until)) ? next : until;
	}

	/**
	 * Without a page, there is something to tell when there is a code, or when the
	 * platform gave none.
	 */
	private boolean isTellable(LoginAttempt attempt, Instant now) {
		LoginQrCode code = attempt.code();
		return this.settings.loginPage() != null || (code != null && code.expiresAt().isAfter(now))
				|| (attempt.failure() != null && attempt.isCoolingDown(now));
	}

	private Decision inWakingHours(NoticeKind kind, Instant now) {
		QuietHours quietHours = this.settings.quietHours();
		Instant end = (quietHours != null) ? quietHours.endOf(now) : null;
		return (end != null) ? Decision.lookAgain(end) : new Decision(kind, null);
	}

	/**
	 * Tells when the notice after one that is sent now is due. A picture is sent anew
	 * when its code has ended, and the first one as soon as the platform may give it.
	 */
	@Nullable Instant next(LoginAttempt attempt, Instant now) {
		if (attempt.isRenewal()) {
			return null;
		}
		Duration every = this.settings.remindEvery();
		Instant reminder = every.isZero() ? null : now.plus(every);
		LoginQrCode code = attempt.code();
		if (this.settings.loginPage() != null) {
			return reminder;
		}
		if (code == null) {
			return attempt.coolDownUntil();
		}
		return (reminder != null) ? Durations.earlier(reminder, code.expiresAt()) : null;
	}

	/**
	 * What to do.
	 *
	 * @param due the notice to send now; {@code null} for none
	 * @param lookAgainAt when to decide again; {@code null} if nothing is to be expected
	 */
	record Decision(@Nullable NoticeKind due, @Nullable Instant lookAgainAt) {

		static final Decision NOTHING = new Decision(null, null);

		static Decision lookAgain(@Nullable Instant at) {
			return new Decision(null, at);
		}

	}

}
