package io.westmoon.login.notify;

import java.time.Instant;
import java.time.ZoneId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class QuietHoursTests {

	private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

	@ParameterizedTest
	@CsvSource({ "22:00-08:00, 2026-03-01T13:59:59Z, ", "22:00-08:00, 2026-03-01T14:00:00Z, 2026-03-02T00:00:00Z",
			"22:00-08:00, 2026-03-01T20:00:00Z, 2026-03-02T00:00:00Z",
			"22:00-08:00, 2026-03-01T23:59:59Z, 2026-03-02T00:00:00Z", "22:00-08:00, 2026-03-02T00:00:00Z, ",
			"12:00 - 14:00, 2026-03-01T05:00:00Z, 2026-03-01T06:00:00Z", "12:00-14:00, 2026-03-01T06:00:00Z, ",
			"12:00-14:00, 2026-03-01T03:59:00Z, " })
	void endAtTheirEndInTheirTimeZone(String hours, Instant time, Instant end) {
		assertThat(QuietHours.parse(hours, SHANGHAI).endOf(time)).isEqualTo(end);
	}

	@Test
	void endThoughTheClocksAreSetBackMeanwhile() {
		QuietHours hours = QuietHours.parse("00:00-02:30", ZoneId.of("Europe/Berlin"));
		Instant secondTime = Instant.parse("2026-10-25T01:10:00Z");
		Instant end = hours.endOf(secondTime);
		assertThat(end == null || end.isAfter(secondTime)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "22:00", "22-8", "22:00-22:00", "25:00-08:00", "22:00-08:00-09:00", "night" })
	void anythingElseIsNone(String hours) {
		assertThatIllegalArgumentException().isThrownBy(() -> QuietHours.parse(hours, SHANGHAI));
	}

}
