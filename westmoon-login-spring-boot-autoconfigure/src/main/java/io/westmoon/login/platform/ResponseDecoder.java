package io.westmoon.login.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.westmoon.login.CodeImage;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.ScanResult;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.support.Durations;
import io.westmoon.login.support.TokenSyntax;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns the platform's answers into the words of the domain. Numbers may come as text;
 * numbers that make no sense count as absent or as the nearest that does.
 */
final class ResponseDecoder {

	private static final Duration MAX_CODE_LIFE = Duration.ofDays(1);

	private static final Duration MIN_POLL_INTERVAL = Duration.ofMillis(10);

	private static final Duration MAX_POLL_INTERVAL = Duration.ofMinutes(1);

	private static final Duration MAX_SESSION_LIFE = Duration.ofDays(3650);

	private final Clock clock;

	ResponseDecoder(Clock clock) {
		this.clock = clock;
	}

	LoginQrCode code(PlatformResponse answer) {
		JsonNode data = answer.data();
		Instant now = this.clock.instant();
		Duration life = Duration.ofSeconds(number(data, "expires_in"));
		Duration interval = Duration.ofMillis(number(data, "poll_interval"));
		return new LoginQrCode(secret(answer, data, "scan_token"), image(answer, data), now,
				now.plus(life.isZero() ? LoginQrCode.DEFAULT_LIFE : Durations.min(life, MAX_CODE_LIFE)),
				interval.isZero() ? LoginQrCode.DEFAULT_POLL_INTERVAL
						: Durations.max(Durations.min(interval, MAX_POLL_INTERVAL), MIN_POLL_INTERVAL));
	}

	ScanResult scanResult(PlatformResponse answer) {
		JsonNode data = answer.data();
		String word = text(data, "status");
		if (word.isEmpty()) {
			throw answer.notUnderstood("it has no status");
		}
		ScanStatus status = status(word);
		return new ScanResult(status, word, (status == ScanStatus.CONFIRMED) ? session(answer, data) : null);
	}

	WestmoonUser user(PlatformResponse answer) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		answer.dataOrAll().properties().forEach((field) -> fields.put(field.getKey(), answer.plain(field.getValue())));
		return WestmoonUser.of(fields);
	}

	private static ScanStatus status(String word) {
		return switch (word.toLowerCase(Locale.ROOT)) {
			case "waiting", "pending" -> ScanStatus.WAITING;
			case "scanned" -> ScanStatus.SCANNED;
			case "confirmed", "success" -> ScanStatus.CONFIRMED;
			case "expired", "invalid" -> ScanStatus.EXPIRED;
			case "canceled", "cancelled" -> ScanStatus.CANCELED;
			case "rejected" -> ScanStatus.REJECTED;
			default -> ScanStatus.UNKNOWN;
		};
	}

	private WestmoonSession session(PlatformResponse answer, JsonNode data) {
		String type = text(data, "token_type");
		if (!TokenSyntax.isValid(type)) {
			throw answer.notUnderstood("its token_type cannot be used in a header");
		}
		Duration life = Durations.min(Duration.ofSeconds(number(data, "expires_in")), MAX_SESSION_LIFE);
		return WestmoonSession.received(secret(answer, data, "access_token"), refreshToken(data),
				type.isEmpty() ? "Bearer" : type, life, this.clock);
	}

	/**
	 * Drops a refresh token that breaks the rule rather than the whole login.
	 */
	private static String refreshToken(JsonNode data) {
		String value = text(data, "refresh_token");
		return TokenSyntax.isValid(value) ? value : "";
	}

	private static CodeImage image(PlatformResponse answer, JsonNode data) {
		try {
			return CodeImage.ofDataUri(text(data, "wxacode"));
		}
		catch (IllegalArgumentException ex) {
			throw answer.notUnderstood("its wxacode is not usable. " + ex.getMessage());
		}
	}

	/**
	 * Returns a token that can be put into a header or a query as it is.
	 */
	private static String secret(PlatformResponse answer, JsonNode data, String name) {
		String value = text(data, name);
		if (value.isEmpty()) {
			throw answer.notUnderstood("it has no " + name);
		}
		if (!TokenSyntax.isValid(value)) {
			throw answer.notUnderstood("its " + name + " has characters that no token has");
		}
		return value;
	}

	private static String text(JsonNode data, String name) {
		JsonNode value = data.path(name);
		return (value.isString() || value.isNumber()) ? value.asString().strip() : "";
	}

	/**
	 * Returns a whole number from 0 to {@link Integer#MAX_VALUE}; 0 if there is none.
	 */
	private static long number(JsonNode data, String name) {
		try {
			double value = Double.parseDouble(text(data, name));
			return (value > 0) ? (long) Math.min(value, Integer.MAX_VALUE) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

}
