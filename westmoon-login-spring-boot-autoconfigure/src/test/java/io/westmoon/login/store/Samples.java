package io.westmoon.login.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.westmoon.login.AttemptState;
import io.westmoon.login.CodeImage;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;

/**
 * Sample data for tests.
 */
public final class Samples {

	public static final Instant NOW = Instant.parse("2026-04-08T09:10:44Z");

	public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

	public static final Duration TIMEOUT = Duration.ofSeconds(20);

	public static final byte[] PNG = Base64.getDecoder()
		.decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

	private Samples() {
	}

	public static WestmoonSession session(String accessToken) {
		return session(accessToken, NOW);
	}

	public static WestmoonSession session(String accessToken, Instant createdAt) {
		return new WestmoonSession(accessToken, "refresh-secret", "Bearer", Duration.ofDays(7),
				createdAt.plus(Duration.ofDays(7)), createdAt, null);
	}

	public static WestmoonUser user() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("id", "85844");
		fields.put("name", "西月");
		return WestmoonUser.of(fields);
	}

	public static LoginQrCode code(String scanToken) {
		return new LoginQrCode(scanToken, CodeImage.of(PNG), NOW, NOW.plusSeconds(300), Duration.ofSeconds(5));
	}

	public static LoginAttempt first() {
		return LoginAttempt.begin("default", null);
	}

	public static LoginAttempt complete() {
		return LoginAttempt.builder()
			.id("0123456789abcdef0123456789abcdef")
			.account("default")
			.state(AttemptState.CONFIRMED)
			.beganAt(NOW.minusSeconds(50))
			.endedAt(NOW.minusSeconds(20))
			.code(code("scan-secret"))
			.unnoticedCodes(2)
			.watchedUntil(NOW.plusSeconds(40))
			.notices(3)
			.nextNoticeAt(NOW.plusSeconds(1800))
			.confirmed(session("access-secret", NOW.plusNanos(123456789)).withUser(user()))
			.failure(new LoginFailure(LoginFailure.Kind.PLATFORM, "系统繁忙 \"later\"", "系统繁忙"))
			.failures(4)
			.platformFailures(5)
			.earlyRejections(2)
			.coolDownUntil(NOW.plusMillis(7))
			.pinnedUserId("85844")
			.acceptedSession(session("accepted").fingerprint())
			.renewalOf(session("renewed").fingerprint())
			.reminders(2)
			.invitation(true)
			.voidSessions(List.of(session("void").fingerprint(), session("void-too").fingerprint()))
			.version(1)
			.build();
	}

}
