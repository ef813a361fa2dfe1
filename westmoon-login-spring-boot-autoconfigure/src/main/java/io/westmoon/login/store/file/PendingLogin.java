package io.westmoon.login.store.file;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.store.json.CorruptContentException;
import io.westmoon.login.store.json.PythonJson;
import io.westmoon.login.store.json.StoreJson;
import io.westmoon.login.store.json.EpochSeconds;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The content of {@code pending_login.json}, by which the existing tool remembers the
 * code that it showed.
 *
 * @param scanToken the scan token, a secret
 * @param pollInterval how often to poll
 * @param createdAt when the code was received
 */
record PendingLogin(String scanToken, Duration pollInterval, Instant createdAt) {

	private static final BigDecimal MAX_POLL_MILLIS = BigDecimal.valueOf(LoginQrCode.DEFAULT_LIFE.toMillis());

	static PendingLogin of(LoginQrCode code) {
		return new PendingLogin(code.scanToken(), code.pollInterval(), code.issuedAt());
	}

	byte[] write() {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("scan_token", this.scanToken);
		map.put("poll_interval_ms", this.pollInterval.toMillis());
		map.put("created_at", EpochSeconds.seconds(this.createdAt));
		return PythonJson.write(map);
	}

	/**
	 * Reads a pending login.
	 * @param bytes the content of the file
	 * @return the pending login, {@code null} if it names no code or no time
	 * @throws CorruptContentException if the content is invalid
	 */
	static @Nullable PendingLogin read(byte[] bytes) throws CorruptContentException {
		JsonNode json = StoreJson.object(bytes);
		String scanToken = StoreJson.token(json, "scan_token");
		Instant createdAt = EpochSeconds.instant(StoreJson.number(json, "created_at"));
		Duration pollInterval = pollInterval(StoreJson.number(json, "poll_interval_ms"));
		return (scanToken == null || scanToken.isEmpty() || createdAt == null) ? null
				: new PendingLogin(scanToken, pollInterval, createdAt);
	}

	private static Duration pollInterval(@Nullable BigDecimal millis) {
		boolean sensible = millis != null && millis.compareTo(BigDecimal.ONE) >= 0
				&& millis.compareTo(MAX_POLL_MILLIS) <= 0;
		return (millis != null && sensible) ? Duration.ofMillis(millis.longValue()) : LoginQrCode.DEFAULT_POLL_INTERVAL;
	}

	/**
	 * Tells whether the code may still be alive.
	 * @param now the current time
	 * @return whether it is younger than the life of a code
	 */
	boolean isAlive(Instant now) {
		return Duration.between(this.createdAt, now).abs().compareTo(LoginQrCode.DEFAULT_LIFE) < 0;
	}

	/**
	 * Never shows the scan token.
	 */
	@Override
	public String toString() {
		return "PendingLogin[createdAt=" + this.createdAt + ", scanToken=***]";
	}

}
