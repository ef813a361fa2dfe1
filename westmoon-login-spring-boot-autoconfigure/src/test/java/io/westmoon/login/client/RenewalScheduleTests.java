package io.westmoon.login.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

import io.westmoon.login.WestmoonSession;
import io.westmoon.login.support.WeeklyHours;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When people are reminded. 2026-03-02 is a Monday.
 */
class RenewalScheduleTests {

	private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

	private static final WeeklyHours WORK = WeeklyHours.of("09:00-18:00", "MON-FRI", SHANGHAI);

	private static final Duration YOUNGEST = Duration.ofMinutes(10);

	@ParameterizedTest
	@CsvSource({ "2026-03-11T15:00, 2026-03-10T15:00", "2026-03-11T03:00, 2026-03-10T09:00",
			"2026-03-11T20:00, 2026-03-11T09:00", "2026-03-09T15:00, 2026-03-09T09:00",
			"2026-03-08T20:00, 2026-03-06T17:00", "2026-03-09T09:30, 2026-03-06T17:00" })
	void theFirstReminderIsMovedIntoTheHours(LocalDateTime end, LocalDateTime due) {
		assertDueFrom(new RenewalSchedule(Duration.ofDays(1), Duration.ZERO, WORK), session(end, Duration.ofDays(7)),
				due);
	}

	@Test
	void withoutHoursNothingIsMoved() {
		assertDueFrom(RenewalSchedule.DEFAULT, session(at("2026-03-08T03:00"), Duration.ofDays(7)),
				at("2026-03-07T03:00"));
	}

	@Test
	void whereNoHoursAreLeftPeopleAreRemindedOutsideThem() {
		RenewalSchedule schedule = new RenewalSchedule(Duration.ofHours(4), Duration.ofHours(1), WORK);
		WestmoonSession session = session(at("2026-03-08T20:00"), Duration.ofHours(12));
		assertDueFrom(schedule, session, at("2026-03-08T16:00"));
		assertThat(schedule.isNextDue(moment(at("2026-03-08T16:00")), moment(at("2026-03-08T20:00")),
				moment(at("2026-03-08T18:00"))))
			.isFalse();
	}

	@Test
	void aProcessThatWasAwayWaitsForTheNextHours() {
		RenewalSchedule schedule = new RenewalSchedule(Duration.ofDays(2), Duration.ZERO, WORK);
		WestmoonSession session = session(at("2026-03-11T15:00"), Duration.ofDays(7));
		assertThat(schedule.isFirstDue(session, YOUNGEST, moment(at("2026-03-09T22:00")))).isFalse();
		assertThat(schedule.isFirstDue(session, YOUNGEST, moment(at("2026-03-10T09:00")))).isTrue();
	}

	@Test
	void nobodyIsRemindedOfASessionThatIsYoungOrOver() {
		RenewalSchedule schedule = RenewalSchedule.DEFAULT;
		WestmoonSession session = session(at("2026-03-04T12:00"), Duration.ofHours(1));
		assertDueFrom(schedule, session, at("2026-03-04T11:30"));
		assertDueFrom(schedule, session(at("2026-03-04T12:00"), Duration.ofMinutes(15)), at("2026-03-04T11:55"));
		assertThat(schedule.isFirstDue(session(at("2026-03-04T12:00"), Duration.ofMinutes(10)), YOUNGEST,
				moment(at("2026-03-04T11:59"))))
			.isFalse();
		assertThat(schedule.isFirstDue(session, YOUNGEST, moment(at("2026-03-04T12:00")))).isFalse();
		assertThat(schedule.isSoon(session, moment(at("2026-03-04T11:29")))).isFalse();
		assertThat(schedule.isSoon(session, moment(at("2026-03-04T11:30")))).isTrue();
		assertThat(schedule.isSoon(session, moment(at("2026-03-04T12:00")))).isFalse();
	}

	@Test
	void reminderAfterReminderStaysWithinTheHours() {
		RenewalSchedule schedule = new RenewalSchedule(Duration.ofDays(2), Duration.ofHours(8), WORK);
		Instant end = moment(at("2026-03-11T15:00"));
		Instant last = moment(at("2026-03-09T15:00"));
		assertThat(schedule.isNextDue(last, end, moment(at("2026-03-09T23:00")))).isFalse();
		assertThat(schedule.isNextDue(last, end, moment(at("2026-03-10T09:00")))).isTrue();
		assertThat(schedule.isNextDue(moment(at("2026-03-10T09:00")), end, moment(at("2026-03-10T16:59")))).isFalse();
		assertThat(schedule.isNextDue(moment(at("2026-03-10T09:00")), end, moment(at("2026-03-10T17:00")))).isTrue();
	}

	private static void assertDueFrom(RenewalSchedule schedule, WestmoonSession session, LocalDateTime due) {
		assertThat(schedule.isFirstDue(session, YOUNGEST, moment(due.minusMinutes(1)))).as("before").isFalse();
		assertThat(schedule.isFirstDue(session, YOUNGEST, moment(due))).as("due").isTrue();
	}

	private static WestmoonSession session(LocalDateTime end, Duration life) {
		return WestmoonSession.received("t", "", "Bearer", life, Clock.fixed(moment(end).minus(life), SHANGHAI));
	}

	private static LocalDateTime at(String text) {
		return LocalDateTime.parse(text);
	}

	private static Instant moment(LocalDateTime local) {
		return local.atZone(SHANGHAI).toInstant();
	}

}
