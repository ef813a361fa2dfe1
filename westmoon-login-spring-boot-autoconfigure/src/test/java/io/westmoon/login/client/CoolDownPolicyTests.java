package io.westmoon.login.client;

import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.PlatformException;
import io.westmoon.login.PlatformStatusException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CoolDownPolicyTests {

	private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

	private static final LoginFailure NOBODY = new LoginFailure(LoginFailure.Kind.NOBODY_SCANNED);

	private static final PlatformException PLATFORM = new PlatformStatusException("a login code", 503, null);

	@Test
	void theLongOneDoublesUpToItsLongest() {
		CoolDownPolicy coolDowns = new CoolDownPolicy(Duration.ofMinutes(1), Duration.ofMinutes(30), () -> 0);
		LoginAttempt attempt = LoginAttempt.begin("default", null);
		for (int minutes : new int[] { 1, 2, 4, 8, 16, 30, 30 }) {
			LoginAttempt failed = coolDowns.end(attempt, NOBODY, NOW);
			assertThat(failed.coolDownUntil()).isEqualTo(NOW.plus(Duration.ofMinutes(minutes)));
			attempt = LoginAttempt.begin("default", failed);
		}
	}

	@Test
	void theShortOneDoublesUpToAMinute() {
		CoolDownPolicy coolDowns = new CoolDownPolicy(Duration.ofMinutes(1), Duration.ofMinutes(30), () -> 0);
		LoginAttempt attempt = LoginAttempt.begin("default", null);
		for (int seconds : new int[] { 5, 10, 20, 40, 60, 60 }) {
			attempt = coolDowns.withoutCode(attempt, PLATFORM, NOW);
			assertThat(attempt.coolDownUntil()).isEqualTo(NOW.plusSeconds(seconds));
		}
	}

	@Test
	void theyAreCountedApart() {
		CoolDownPolicy coolDowns = new CoolDownPolicy(Duration.ofMinutes(1), Duration.ofMinutes(30), () -> 0);
		LoginAttempt second = LoginAttempt.begin("default",
				coolDowns.end(LoginAttempt.begin("default", null), NOBODY, NOW));
		LoginAttempt troubled = coolDowns.withoutCode(second, PLATFORM, NOW);
		assertThat(troubled.coolDownUntil()).isEqualTo(NOW.plusSeconds(5));
		LoginAttempt shown = troubled.shown(LoginQrCode.withoutImage("s", NOW, Duration.ofSeconds(5)));
		assertThat(coolDowns.end(shown, NOBODY, NOW).coolDownUntil()).isEqualTo(NOW.plus(Duration.ofMinutes(2)));
		assertThat(coolDowns.withoutCode(shown.codeEnded(), PLATFORM, NOW).coolDownUntil())
			.isEqualTo(NOW.plusSeconds(5));
	}

	@Test
	void theOneForThePlatformIsAsLongAsThePlatformWants() {
		CoolDownPolicy coolDowns = new CoolDownPolicy(Duration.ofMinutes(1), Duration.ofMinutes(30), () -> 0);
		LoginAttempt attempt = LoginAttempt.begin("default", null);
		assertThat(coolDowns.withoutCode(attempt, wanting(Duration.ofMinutes(3)), NOW).coolDownUntil())
			.isEqualTo(NOW.plusSeconds(180));
		assertThat(coolDowns.withoutCode(attempt, wanting(Duration.ofSeconds(1)), NOW).coolDownUntil())
			.isEqualTo(NOW.plusSeconds(5));
		assertThat(coolDowns.withoutCode(attempt, wanting(Duration.ofDays(400)), NOW).coolDownUntil())
			.isEqualTo(NOW.plus(Duration.ofMinutes(30)));
	}

	private static PlatformException wanting(Duration retryAfter) {
		return new PlatformStatusException("a login code", 429, retryAfter);
	}

	@Test
	void chanceAddsATenthAtMost() {
		CoolDownPolicy coolDowns = new CoolDownPolicy(Duration.ofMinutes(1), Duration.ofMinutes(30), () -> 1);
		LoginAttempt attempt = LoginAttempt.begin("default", null);
		assertThat(coolDowns.end(attempt, NOBODY, NOW).coolDownUntil()).isEqualTo(NOW.plusSeconds(66));
		assertThat(coolDowns.withoutCode(attempt, PLATFORM, NOW).coolDownUntil()).isEqualTo(NOW.plusMillis(5500));
	}

	@Test
	void noneIsLongerThanTheBound() {
		CoolDownPolicy coolDowns = new CoolDownPolicy(Duration.ofMinutes(1), Duration.ofMinutes(2), () -> 1);
		LoginAttempt attempt = LoginAttempt.begin("default", null);
		for (int i = 0; i < 10; i++) {
			attempt = LoginAttempt.begin("default", coolDowns.end(attempt, NOBODY, NOW));
		}
		assertThat(coolDowns.bound()).isEqualTo(Duration.ofMinutes(33));
		assertThat(coolDowns.end(attempt, NOBODY, NOW).coolDownUntil()).isBefore(NOW.plus(coolDowns.bound()));
		assertThat(coolDowns.withoutCode(attempt, wanting(Duration.ofDays(400)), NOW).coolDownUntil())
			.isBefore(NOW.plus(coolDowns.bound()));
		assertThat(new CoolDownPolicy(Duration.ofMinutes(1), Duration.ofHours(10), () -> 1).bound())
			.isEqualTo(Duration.ofHours(11));
	}

}
