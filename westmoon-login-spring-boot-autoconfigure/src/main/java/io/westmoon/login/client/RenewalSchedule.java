package io.westmoon.login.client;

import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.WestmoonSession;
import io.westmoon.login.support.Durations;
import io.westmoon.login.support.WeeklyHours;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * When people are reminded to renew a session.
 *
 * @param remindBefore how long before its end they are reminded first; zero if never
 * @param repeatEvery how long after that they are reminded again; zero if never
 * @param hours when they can be reached
 */
record RenewalSchedule(Duration remindBefore, Duration repeatEvery, WeeklyHours hours) {

	static final RenewalSchedule DEFAULT = new RenewalSchedule(Duration.ofDays(1), Duration.ofHours(8),
			WeeklyHours.always());

	/**
	 * How long people need at least, before the end of the session and before that of
	 * their hours.
	 */
	private static final Duration RESERVE = Duration.ofHours(1);

	RenewalSchedule {
		Assert.isTrue(!remindBefore.isNegative() && !repeatEvery.isNegative(), "The times must not be negative");
	}

	boolean isSoon(WestmoonSession session, Instant now) {
		Instant expiresAt = session.expiresAt();
		return expiresAt != null && !this.remindBefore.isZero() && !now.isBefore(wanted(session, expiresAt))
				&& now.isBefore(expiresAt);
	}

	/**
	 * Returns when people should be reminded: as long before the end as is set, or in the
	 * middle of a session that lives no longer than that.
	 */
	private Instant wanted(WestmoonSession session, Instant expiresAt) {
		Duration life = Duration.between(session.createdAt(), expiresAt);
		Duration before = (this.remindBefore.compareTo(life) < 0) ? this.remindBefore : life.dividedBy(2);
		return expiresAt.minus(before);
	}

	/**
	 * Tells whether the first reminder is due. It is moved into the hours, to an earlier
	 * time where no later one is left before the end. Where none is left at all, people
	 * are reminded outside their hours.
	 * @param youngest the age that a session has when people are reminded
	 */
	boolean isFirstDue(WestmoonSession session, Duration youngest, Instant now) {
		Instant expiresAt = session.expiresAt();
		if (expiresAt == null || this.remindBefore.isZero()) {
			return false;
		}
		Instant earliest = session.createdAt().plus(youngest);
		Instant from = later(wanted(session, expiresAt), earliest);
		return !now.isBefore(moved(from, earliest, expiresAt)) && now.isBefore(expiresAt)
				&& !moved(now, now, expiresAt).isAfter(now);
	}

	private Instant moved(Instant from, Instant earliest, Instant expiresAt) {
		Instant next = this.hours.next(from);
		Duration reserve = Durations.min(RESERVE, this.remindBefore.dividedBy(2));
		if (next.equals(from) || next.isBefore(expiresAt.minus(reserve))) {
			return next;
		}
		WeeklyHours.Span last = this.hours.before(from);
		Instant before = later(later(last.begin(), last.end().minus(RESERVE)), earliest);
		if (before.isBefore(last.end())) {
			return before;
		}
		return next.isBefore(expiresAt) ? next : from;
	}

	/**
	 * Tells whether another reminder is due. It always lies within the hours.
	 * @param last when people were reminded, or somebody came, the last time
	 */
	boolean isNextDue(@Nullable Instant last, Instant expiresAt, Instant now) {
		return !this.repeatEvery.isZero() && now.isBefore(expiresAt) && this.hours.contains(now)
				&& (last == null || !now.isBefore(last.plus(this.repeatEvery)));
	}

	static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

}
