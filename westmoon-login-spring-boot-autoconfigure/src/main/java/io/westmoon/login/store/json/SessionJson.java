package io.westmoon.login.store.json;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A session in the format of {@code tokens.json}. The existing tool fails on any key that
 * is not one of the seven and on an absent token, so exactly these are written, while
 * much is forgiven in reading.
 */
public final class SessionJson {

	private static final Log logger = LogFactory.getLog(SessionJson.class);

	private static final BigDecimal MAX_LIFE = BigDecimal.valueOf(EpochSeconds.MAX_SECONDS);

	private SessionJson() {
	}

	/**
	 * Writes a session. If the fields of its user cannot be stored, only the user's id
	 * and name are written.
	 * @param session the session
	 * @return the content, as UTF-8
	 */
	public static byte[] write(WestmoonSession session) {
		try {
			return PythonJson.write(map(session));
		}
		catch (SessionStoreException ex) {
			WestmoonUser user = session.user();
			if (user == null || user.fields().isEmpty()) {
				throw ex;
			}
			logger.warn("Of the session's user only id and name are stored. " + ex.getMessage());
			return PythonJson.write(map(session.withUser(new WestmoonUser(user.id(), user.name(), Map.of()))));
		}
	}

	static Map<String, Object> map(WestmoonSession session) {
		Instant end = session.expiresAt();
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("access_token", session.accessToken());
		map.put("refresh_token", session.refreshToken());
		map.put("token_type", session.tokenType());
		map.put("expires_in", session.expiresIn().toSeconds());
		map.put("expires_at", EpochSeconds.seconds((end != null) ? end : Instant.EPOCH));
		map.put("user_info", user(session.user()));
		map.put("created_at", EpochSeconds.seconds(session.createdAt()));
		return map;
	}

	private static Map<String, @Nullable Object> user(@Nullable WestmoonUser user) {
		if (user == null) {
			return Map.of();
		}
		Map<String, @Nullable Object> fields = new LinkedHashMap<>(user.fields());
		WestmoonUser told = WestmoonUser.of(fields);
		if (user.id() != null && !user.id().equals(told.id())) {
			fields.put("id", user.id());
		}
		if (user.name() != null && !user.name().equals(told.name())) {
			fields.put("nickname", user.name());
		}
		return fields;
	}

	/**
	 * Reads a session.
	 * @param json the content of {@code tokens.json}
	 * @param undated when a session was created that does not say so
	 * @return the session, {@code null} if the access token is empty
	 * @throws CorruptContentException if the content is invalid, or is that of something
	 * else
	 */
	public static @Nullable WestmoonSession read(byte[] json, Instant undated) throws CorruptContentException {
		return session(StoreJson.object(json), undated);
	}

	static @Nullable WestmoonSession session(JsonNode json, Instant undated) throws CorruptContentException {
		if (!json.isEmpty() && !json.has("access_token")) {
			throw new CorruptContentException("it has no access_token");
		}
		String accessToken = token(json, "access_token", "");
		String refreshToken = token(json, "refresh_token", "");
		String tokenType = token(json, "token_type", "Bearer");
		Instant created = EpochSeconds.instant(StoreJson.number(json, "created_at"));
		Instant createdAt = (created != null) ? created : undated;
		Duration expiresIn = life(StoreJson.number(json, "expires_in"));
		BigDecimal end = StoreJson.number(json, "expires_at");
		if (end == null && !expiresIn.isZero()) {
			end = EpochSeconds.seconds(createdAt.plus(expiresIn));
		}
		Instant expiresAt = EpochSeconds.instant(end);
		JsonNode fields = json.path("user_info");
		WestmoonUser user = (fields.isObject() && !fields.isEmpty()) ? WestmoonUser.of(StoreJson.fields(fields)) : null;
		return accessToken.isEmpty() ? null
				: new WestmoonSession(accessToken, refreshToken, tokenType, expiresIn, expiresAt, createdAt, user);
	}

	private static String token(JsonNode json, String key, String fallback) throws CorruptContentException {
		String token = StoreJson.token(json, key);
		return (token == null || token.isEmpty()) ? fallback : token;
	}

	private static Duration life(@Nullable BigDecimal seconds) {
		if (seconds == null || seconds.signum() <= 0) {
			return Duration.ZERO;
		}
		return Duration.ofSeconds(seconds.min(MAX_LIFE).longValue());
	}

}
