package io.westmoon.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WestmoonSessionTests {

	private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

	private static final Duration WEEK = Duration.ofDays(7);

	private static final WestmoonUser USER = WestmoonUser.of(Map.of("id", "u1"));

	@Test
	void itCountsAsExpiredFiveMinutesBeforeItsEnd() {
		WestmoonSession session = session("a", "r", "Bearer", WEEK, NOW.plusSeconds(1000), NOW, USER);
		assertThat(session.isExpired(NOW.plusSeconds(700))).isFalse();
		assertThat(session.isExpired(NOW.plusSeconds(700).plusNanos(1))).isTrue();
	}

	@Test
	void oneThatLivesForLessThanFiveMinutesCountsAsExpiredAfterItsCreation() {
		WestmoonSession session = session("a", "r", "Bearer", WEEK, NOW.plusSeconds(100), NOW, USER);
		assertThat(session.isExpired(NOW)).isFalse();
		assertThat(session.isExpired(NOW.plusNanos(1))).isTrue();
	}

	@Test
	void oneWithoutAnEndNeverCountsAsExpired() {
		WestmoonSession session = WestmoonSession.received("a", "", "Bearer", Duration.ZERO,
				Clock.fixed(NOW, ZoneOffset.UTC));
		assertThat(session.expiresAt()).isNull();
		assertThat(session.isExpired(NOW.plus(Duration.ofDays(10_000)))).isFalse();
	}

	@Test
	void oneThatWasReceivedEndsAfterItsLife() {
		WestmoonSession session = WestmoonSession.received("a", "r", "Bearer", WEEK, Clock.fixed(NOW, ZoneOffset.UTC));
		assertThat(session).isEqualTo(session("a", "r", "Bearer", WEEK, NOW.plus(WEEK), NOW, null));
	}

	@Test
	void twoAreTheSameIfTheirAccessTokensAreEqual() {
		WestmoonSession session = session("a", "r", "Bearer", WEEK, NOW.plus(WEEK), NOW, USER);
		assertThat(session.isSameAs(session("a", "", "Token", Duration.ZERO, null, NOW.plusSeconds(1), null))).isTrue();
		assertThat(session.isSameAs(session("b", "r", "Bearer", WEEK, NOW.plus(WEEK), NOW, USER))).isFalse();
		assertThat(session.isSameAs(null)).isFalse();
	}

	@Test
	void twoAreEqualIfAllIsEqual() {
		WestmoonSession session = session("a", "r", "Bearer", WEEK, NOW.plus(WEEK), NOW, null);
		assertThat(session).isEqualTo(session("a", "r", "Bearer", WEEK, NOW.plus(WEEK), NOW, null))
			.hasSameHashCodeAs(session("a", "r", "Bearer", WEEK, NOW.plus(WEEK), NOW, null));
		assertThat(List.of(session("b", "r", "Bearer", WEEK, NOW.plus(WEEK), NOW, null),
				session("a", "", "Bearer", WEEK, NOW.plus(WEEK), NOW, null),
				session("a", "r", "Token", WEEK, NOW.plus(WEEK), NOW, null),
				session("a", "r", "Bearer", Duration.ZERO, NOW.plus(WEEK), NOW, null),
				session("a", "r", "Bearer", WEEK, null, NOW, null),
				session("a", "r", "Bearer", WEEK, NOW.plus(WEEK), NOW.plusSeconds(1), null), session.withUser(USER)))
			.doesNotContain(session);
	}

	@Test
	void itIsSentWithItsTokenType() {
		assertThat(session("a", "r", "Token", WEEK, null, NOW, null).authorization()).isEqualTo("Token a");
	}

	@Test
	void itNeedsAnAccessToken() {
		assertThatIllegalArgumentException().isThrownBy(() -> session(" ", "r", "Bearer", WEEK, null, NOW, null));
	}

	@ParameterizedTest
	@CsvSource({ "secret\u00e9, Bearer", "'my secret', Bearer", "'secret\n', Bearer", "secret, B\u00e9arer" })
	void itRefusesWhatNoHeaderCanCarryAndDoesNotRepeatIt(String accessToken, String tokenType) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> session(accessToken, "r", tokenType, WEEK, NOW.plusSeconds(1000), NOW, USER))
			.withMessageContaining("has characters that no token")
			.withMessageNotContaining("secret");
	}

	@Test
	void itNeverShowsAToken() {
		assertThat(session("access-secret", "refresh-secret", "Bearer", WEEK, null, NOW, USER)).asString()
			.contains("u1")
			.doesNotContain("secret");
	}

	private static WestmoonSession session(String accessToken, String refreshToken, String tokenType,
			Duration expiresIn, Instant expiresAt, Instant createdAt, WestmoonUser user) {
		return new WestmoonSession(accessToken, refreshToken, tokenType, expiresIn, expiresAt, createdAt, user);
	}

}
