package io.westmoon.login.support;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Hours of the week. 2026-03-02 is a Monday.
 */
class WeeklyHoursTests {

	private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "09:00-18:00|MON-FRI|2026-03-02T08:59|2026-03-02T09:00",
			"09:00-18:00|MON-FRI|2026-03-02T09:00|2026-03-02T09:00",
			"09:00-18:00|MON-FRI|2026-03-02T18:00|2026-03-03T09:00",
			"9:00 - 18:00|mon - fri|2026-03-06T19:00|2026-03-09T09:00",
			"22:00-06:00|FRI|2026-03-07T05:59|2026-03-07T05:59", "22:00-06:00|FRI|2026-03-07T06:00|2026-03-13T22:00",
			"18:00-24:00|SAT-MON|2026-03-03T12:00|2026-03-07T18:00", "|SUNDAY|2026-03-02T12:00|2026-03-08T00:00",
			"00:00-24:00||2026-03-02T12:00|2026-03-02T12:00", " | |2026-03-02T12:00|2026-03-02T12:00",
			"02:30-03:30|SUN|2026-03-29T01:00|2026-03-29T03:30" })
	void theNextMomentWithinTheHours(String hours, String days, LocalDateTime now, LocalDateTime next) {
		assertThat(WeeklyHours.of(hours, days, BERLIN).next(moment(now))).isEqualTo(moment(next));
	}

	@Test
	void theLastHoursThatHadEnded() {
		WeeklyHours hours = WeeklyHours.of("09:00-18:00", "MON-FRI", BERLIN);
		WeeklyHours.Span friday = new WeeklyHours.Span(moment(LocalDateTime.parse("2026-03-06T09:00")),
				moment(LocalDateTime.parse("2026-03-06T18:00")));
		assertThat(hours.before(moment(LocalDateTime.parse("2026-03-08T12:00")))).isEqualTo(friday);
		assertThat(hours.before(moment(LocalDateTime.parse("2026-03-09T17:59")))).isEqualTo(friday);
		assertThat(hours.before(friday.end())).isEqualTo(friday);
	}

	@Test
	void oneDayAWeekIsFoundOnAnyDay() {
		WeeklyHours hours = WeeklyHours.of("23:00-01:00", "WED", BERLIN);
		Instant now = moment(LocalDateTime.parse("2026-03-02T12:00"));
		for (int i = 0; i < 14 * 24; i++) {
			assertThat(hours.next(now)).isBetween(now, now.plus(Duration.ofDays(7)));
			assertThat(hours.before(now).end()).isBetween(now.minus(Duration.ofDays(7)), now);
			now = now.plus(Duration.ofHours(1));
		}
	}

	@ParameterizedTest
	@CsvSource({ "09:00", "9-18", "09:00-25:00", "morning", "09:00-18:61" })
	void hoursThatCannotBeReadAreRefused(String hours) {
		assertThatIllegalArgumentException().isThrownBy(() -> WeeklyHours.of(hours, null, BERLIN));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "MON-", "MON-WED-FRI", "Montag", "MON,,TUE" })
	void daysThatCannotBeReadAreRefused(String days) {
		assertThatIllegalArgumentException().isThrownBy(() -> WeeklyHours.of(null, days, BERLIN));
	}

	private static Instant moment(LocalDateTime local) {
		return local.atZone(BERLIN).toInstant();
	}

}
