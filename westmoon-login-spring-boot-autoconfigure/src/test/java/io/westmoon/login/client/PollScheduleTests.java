package io.westmoon.login.client;

import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.PlatformStatusException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PollScheduleTests {

	private static final Duration LIFE = Duration.ofMinutes(5);

	private long nanos = -1;

	@Test
	void aCodeThatSomebodyElseAskedForIsPolledAtOnce() {
		assertThat(pace(null).untilDue()).isZero();
	}

	@Test
	void thePlatformsIntervalCountsWithinHalfASecondAndHalfAMinute() {
		assertThat(afterOnePoll(null, Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
		assertThat(afterOnePoll(null, Duration.ZERO)).isEqualTo(Duration.ofMillis(500));
		assertThat(afterOnePoll(null, Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void aConfiguredIntervalCountsInAnyCase() {
		assertThat(afterOnePoll(Duration.ofMillis(50), Duration.ofSeconds(7))).isEqualTo(Duration.ofMillis(50));
		assertThat(afterOnePoll(Duration.ofSeconds(40), Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(40));
	}

	@Test
	void thePauseShrinksAsTimePassesAndEndsASecondBeforeTheCodeDoes() {
		PollSchedule pace = pace(null);
		pace.next(code(Duration.ofSeconds(5)), Duration.ofSeconds(4));
		assertThat(pace.untilDue()).isEqualTo(Duration.ofSeconds(3));
		this.nanos += Duration.ofSeconds(2).toNanos();
		assertThat(pace.untilDue()).isEqualTo(Duration.ofSeconds(1));
		this.nanos += Duration.ofSeconds(2).toNanos();
		assertThat(pace.untilDue()).isZero();
	}

	@Test
	void faultsDoubleThePauseUpToTenSecondsUntilAnAnswerComes() {
		PollSchedule pace = pace(null);
		LoginQrCode code = code(Duration.ofSeconds(2));
		for (int seconds : new int[] { 4, 8, 10, 10 }) {
			pace.failed(code, fault(503, null), LIFE);
			assertThat(pace.untilDue()).isEqualTo(Duration.ofSeconds(seconds));
		}
		pace.next(code, LIFE);
		assertThat(pace.untilDue()).isEqualTo(Duration.ofSeconds(2));
		pace.failed(code, fault(503, null), LIFE);
		assertThat(pace.untilDue()).isEqualTo(Duration.ofSeconds(4));
	}

	@Test
	void afterAFaultAnIntervalThatIsLongerThanTenSecondsStays() {
		PollSchedule pace = pace(null);
		pace.failed(code(Duration.ofSeconds(20)), fault(503, null), LIFE);
		assertThat(pace.untilDue()).isEqualTo(Duration.ofSeconds(20));
	}

	@Test
	void tooManyRequestsSlowDownForGood() {
		PollSchedule pace = pace(null);
		LoginQrCode code = code(Duration.ofSeconds(2));
		for (int seconds : new int[] { 4, 8, 16, 16 }) {
			pace.failed(code, fault(429, null), LIFE);
			pace.next(code, LIFE);
			assertThat(pace.untilDue()).isEqualTo(Duration.ofSeconds(seconds));
		}
	}

	@Test
	void retryAfterCountsIfItIsLonger() {
		PollSchedule pace = pace(null);
		LoginQrCode code = code(Duration.ofSeconds(2));
		pace.failed(code, fault(429, Duration.ofSeconds(60)), LIFE);
		assertThat(pace.untilDue()).isEqualTo(Duration.ofSeconds(60));
		pace.failed(code, fault(429, Duration.ofSeconds(1)), LIFE);
		assertThat(pace.untilDue()).isEqualTo(Duration.ofSeconds(8));
		pace.failed(code, fault(429, Duration.ofDays(400)), LIFE);
		assertThat(pace.untilDue()).isEqualTo(LIFE.minusSeconds(1));
	}

	@Test
	void theLastPollComesWhenTheCodeEnds() {
		PollSchedule pace = pace(null);
		pace.next(code(Duration.ofSeconds(5)), Duration.ofSeconds(1));
		assertThat(pace.untilDue()).isEqualTo(Duration.ofSeconds(1));
	}

	private Duration afterOnePoll(@Nullable Duration override, Duration interval) {
		PollSchedule pace = pace(override);
		pace.next(code(interval), LIFE);
		return pace.untilDue();
	}

	private PollSchedule pace(@Nullable Duration override) {
		return new PollSchedule(() -> this.nanos, override);
	}

	private static PlatformStatusException fault(int status, @Nullable Duration retryAfter) {
		return new PlatformStatusException("the code", status, retryAfter);
	}

	private static LoginQrCode code(Duration interval) {
		return new LoginQrCode("s", null, Instant.EPOCH, Instant.EPOCH.plus(LIFE), interval);
	}

}
