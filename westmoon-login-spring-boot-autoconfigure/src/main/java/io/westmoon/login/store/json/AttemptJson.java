package io.westmoon.login.store.json;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.westmoon.login.AttemptState;
import io.westmoon.login.CodeImage;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A login attempt in a format of our own, with everything that the next process needs to
 * go on. Times and durations are written as ISO 8601.
 */
public final class AttemptJson {

	private static final int FORMAT = 1;

	private static final long MAX_COUNT = 1_000_000;

	private static final Duration MAX_CODE_LIFE = Duration.ofDays(1);

	private static final Duration MIN_POLL_INTERVAL = Duration.ofMillis(1);

	private AttemptJson() {
	}

	/**
	 * Writes an attempt.
	 * @param attempt the attempt
	 * @return the content, as UTF-8
	 */
	public static byte[] write(LoginAttempt attempt) {
		LoginQrCode code = attempt.code();
		WestmoonSession confirmed = attempt.confirmed();
		LoginFailure failure = attempt.failure();
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		map.put("format", FORMAT);
		map.put("version", attempt.version());
		map.put("id", attempt.id());
		map.put("account", attempt.account());
		map.put("state", attempt.state().name());
		map.put("began_at", string(attempt.beganAt()));
		map.put("ended_at", string(attempt.endedAt()));
		map.put("code", (code != null) ? map(code) : null);
		map.put("unnoticed_codes", attempt.unnoticedCodes());
		map.put("watched_until", string(attempt.watchedUntil()));
		map.put("notices", attempt.notices());
		map.put("next_notice_at", string(attempt.nextNoticeAt()));
		map.put("confirmed", (confirmed != null) ? SessionJson.map(confirmed) : null);
		map.put("failure", (failure != null) ? map(failure) : null);
		map.put("failures", attempt.failures());
		map.put("platform_failures", attempt.platformFailures());
		map.put("early_rejections", attempt.earlyRejections());
		map.put("cool_down_until", string(attempt.coolDownUntil()));
		map.put("pinned_user_id", attempt.pinnedUserId());
		map.put("accepted_session", attempt.acceptedSession());
		map.put("renewal_of", attempt.renewalOf());
		map.put("reminders", attempt.reminders());
		map.put("invitation", attempt.invitation());
		map.put("void_sessions", attempt.voidSessions());
		return PythonJson.write(map);
	}

	private static Map<String, @Nullable Object> map(LoginQrCode code) {
		CodeImage image = code.image();
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		map.put("scan_token", code.scanToken());
		map.put("issued_at", string(code.issuedAt()));
		map.put("expires_at", string(code.expiresAt()));
		map.put("poll_interval", string(code.pollInterval()));
		map.put("image", (image != null) ? Base64.getEncoder().encodeToString(image.bytes()) : null);
		return map;
	}

	private static Map<String, @Nullable Object> map(LoginFailure failure) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		map.put("kind", kindForAll(failure.kind()).name());
		map.put("exact_kind", failure.kind().name());
		map.put("detail", failure.detail());
		map.put("platform_words", failure.platformWords());
		return map;
	}

	/**
	 * A reader takes a kind that it does not know for damage, so one that was added later
	 * is written as the nearest one that all know.
	 */
	private static LoginFailure.Kind kindForAll(LoginFailure.Kind kind) {
		return switch (kind) {
			case REPLACED_ELSEWHERE -> LoginFailure.Kind.SESSION_REJECTED;
			case EXPIRED -> LoginFailure.Kind.NOBODY_SCANNED;
			default -> kind;
		};
	}

	private static @Nullable String string(@Nullable Object value) {
		return (value != null) ? value.toString() : null;
	}

	/**
	 * Reads an attempt. Numbers out of range are replaced by the nearest valid value or
	 * by the default.
	 * @param bytes what {@link #write} wrote
	 * @return the attempt
	 * @throws CorruptContentException if the content is invalid or has a format that is
	 * not known
	 */
	public static LoginAttempt read(byte[] bytes) throws CorruptContentException {
		JsonNode json = StoreJson.object(bytes);
		if (StoreJson.count(json, "format") != FORMAT) {
			throw new CorruptContentException(
					"its format is not known, perhaps since a newer version of this library wrote it");
		}
		try {
			return attempt(json);
		}
		catch (DateTimeException | IllegalArgumentException ex) {
			throw new CorruptContentException(
					"it holds a value that makes no sense (" + ex.getClass().getSimpleName() + ")");
		}
	}

	private static LoginAttempt attempt(JsonNode json) throws CorruptContentException {
		AttemptState state = AttemptState.valueOf(StoreJson.requiredText(json, "state"));
		LoginQrCode code = json.path("code").isObject() ? code(json.path("code")) : null;
		WestmoonSession confirmed = json.path("confirmed").isObject()
				? SessionJson.session(json.path("confirmed"), Instant.EPOCH) : null;
		if (code == null && (state == AttemptState.SHOWN || state == AttemptState.SCANNED)) {
			throw new CorruptContentException("the code is missing");
		}
		if (confirmed == null && state == AttemptState.CONFIRMED) {
			throw new CorruptContentException("the confirmed session is missing");
		}
		return LoginAttempt.builder()
			.id(StoreJson.requiredText(json, "id"))
			.account(StoreJson.requiredText(json, "account"))
			.state(state)
			.beganAt(time(json, "began_at"))
			.endedAt(time(json, "ended_at"))
			.code(code)
			.unnoticedCodes(number(json, "unnoticed_codes"))
			.watchedUntil(time(json, "watched_until"))
			.notices(number(json, "notices"))
			.nextNoticeAt(time(json, "next_notice_at"))
			.confirmed(confirmed)
			.failure(failure(json.path("failure")))
			.failures(number(json, "failures"))
			.platformFailures(number(json, "platform_failures"))
			.earlyRejections(number(json, "early_rejections"))
			.coolDownUntil(time(json, "cool_down_until"))
			.pinnedUserId(StoreJson.text(json, "pinned_user_id"))
			.acceptedSession(StoreJson.text(json, "accepted_session"))
			.renewalOf(StoreJson.text(json, "renewal_of"))
			.reminders(json.has("reminders") ? number(json, "reminders") : 0)
			.invitation(json.path("invitation").asBoolean(false))
			.voidSessions(texts(json.path("void_sessions")))
			.version(StoreJson.count(json, "version"))
			.build();
	}

	private static List<String> texts(JsonNode json) {
		return json.valueStream().filter(JsonNode::isString).map(JsonNode::stringValue).limit(MAX_COUNT).toList();
	}

	private static @Nullable Instant time(JsonNode json, String key) throws CorruptContentException {
		String text = StoreJson.text(json, key);
		return (text != null) ? time(text) : null;
	}

	private static LoginQrCode code(JsonNode json) throws CorruptContentException {
		Instant issuedAt = time(StoreJson.requiredText(json, "issued_at"));
		Instant expiresAt = time(StoreJson.requiredText(json, "expires_at"));
		Instant latest = issuedAt.plus(MAX_CODE_LIFE);
		return new LoginQrCode(StoreJson.requiredToken(json, "scan_token"), image(StoreJson.text(json, "image")),
				issuedAt, expiresAt.isBefore(latest) ? expiresAt : latest,
				pollInterval(StoreJson.requiredText(json, "poll_interval")));
	}

	private static Instant time(String text) throws CorruptContentException {
		Instant time = Instant.parse(text);
		if (time.isBefore(Instant.EPOCH) || time.getEpochSecond() > EpochSeconds.MAX_SECONDS) {
			throw new CorruptContentException("it holds a time that is none");
		}
		return time;
	}

	private static Duration pollInterval(String text) {
		Duration interval = Duration.parse(text);
		boolean sensible = interval.compareTo(MIN_POLL_INTERVAL) >= 0
				&& interval.compareTo(LoginQrCode.DEFAULT_LIFE) <= 0;
		return sensible ? interval : LoginQrCode.DEFAULT_POLL_INTERVAL;
	}

	private static @Nullable CodeImage image(@Nullable String base64) {
		try {
			return (base64 != null) ? CodeImage.of(Base64.getDecoder().decode(base64)) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static @Nullable LoginFailure failure(JsonNode json) throws CorruptContentException {
		return json.isObject()
				? new LoginFailure(kind(json), StoreJson.text(json, "detail"), StoreJson.text(json, "platform_words"))
				: null;
	}

	private static LoginFailure.Kind kind(JsonNode json) throws CorruptContentException {
		LoginFailure.Kind kind = LoginFailure.Kind.valueOf(StoreJson.requiredText(json, "kind"));
		String exact = StoreJson.text(json, "exact_kind");
		return Stream.of(LoginFailure.Kind.values())
			.filter((known) -> known.name().equals(exact))
			.findFirst()
			.orElse(kind);
	}

	private static int number(JsonNode json, String key) throws CorruptContentException {
		return (int) Math.min(MAX_COUNT, StoreJson.count(json, key));
	}

}
