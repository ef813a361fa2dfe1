package io.westmoon.login.test;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.westmoon.login.test.Code.Status;

/**
 * The codes and tokens of a fake platform. Guarded by its own monitor, which is notified
 * of every change.
 */
final class FakePlatform {

	private static final int REMEMBERED_CODES = 1000;

	private final SecureRandom random = new SecureRandom();

	private final Map<String, LoginCode> codes = new LinkedHashMap<>();

	private final Map<String, Token> tokens = new HashMap<>();

	private int issuedCodes;

	private Duration codeLife = Duration.ofMinutes(5);

	private Duration pollInterval = Duration.ofMillis(50);

	private Duration tokenLife = Duration.ofDays(7);

	private Map<String, Object> user = user("85844", "演示用户");

	private boolean autoConfirm;

	private boolean forbidden;

	private boolean singleSession;

	synchronized void codeLife(Duration codeLife) {
		this.codeLife = codeLife;
	}

	synchronized void pollInterval(Duration pollInterval) {
		this.pollInterval = pollInterval;
	}

	synchronized void tokenLife(Duration tokenLife) {
		this.tokenLife = tokenLife;
	}

	synchronized void user(Map<String, ?> fields) {
		this.user = new LinkedHashMap<>(fields);
	}

	synchronized void autoConfirm(boolean autoConfirm) {
		this.autoConfirm = autoConfirm;
	}

	synchronized void singleSession(boolean singleSession) {
		this.singleSession = singleSession;
	}

	synchronized void forbid(boolean forbidden) {
		this.forbidden = forbidden;
	}

	synchronized boolean isForbidden() {
		return this.forbidden;
	}

	synchronized int issuedCodes() {
		return this.issuedCodes;
	}

	synchronized int livingCodes() {
		return (int) this.codes.values().stream().filter((code) -> code.snapshot().isLiving()).count();
	}

	synchronized @Nullable Code latest() {
		List<LoginCode> all = new ArrayList<>(this.codes.values());
		return all.isEmpty() ? null : all.get(all.size() - 1).snapshot();
	}

	synchronized @Nullable Code latestLiving() {
		Code living = null;
		for (LoginCode code : this.codes.values()) {
			Code snapshot = code.snapshot();
			living = snapshot.isLiving() ? snapshot : living;
		}
		return living;
	}

	synchronized Map<String, Object> generate() {
		String scanToken = secret("scan");
		byte[] png = CodePicture.png(scanToken);
		this.codes.put(scanToken, new LoginCode(scanToken, png, Instant.now().plus(this.codeLife)));
		this.issuedCodes++;
		if (this.codes.size() > REMEMBERED_CODES) {
			this.codes.remove(this.codes.keySet().iterator().next());
		}
		notifyAll();
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("scan_token", scanToken);
		data.put("wxacode", "data:image/png;base64," + Base64.getEncoder().encodeToString(png));
		data.put("expires_in", this.codeLife.toSeconds());
		data.put("poll_interval", this.pollInterval.toMillis());
		return data;
	}

	/**
	 * Answers a poll. The session is given once; from then on the code is expired.
	 */
	synchronized Map<String, Object> poll(String scanToken) {
		LoginCode code = this.codes.get(scanToken);
		if (code == null || code.delivered) {
			return Map.of("status", "expired");
		}
		if (this.autoConfirm && code.snapshot().isLiving()) {
			confirm(scanToken, this.user);
		}
		if (code.snapshot().status() != Status.CONFIRMED) {
			return Map.of("status", code.snapshot().status().name().toLowerCase(Locale.ROOT));
		}
		code.delivered = true;
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("status", "confirmed");
		data.put("access_token", issue(code.user));
		data.put("refresh_token", secret("refresh"));
		data.put("token_type", "Bearer");
		data.put("expires_in", this.tokenLife.toSeconds());
		return data;
	}

	synchronized void confirm(String scanToken, @Nullable Map<String, ?> user) {
		change(scanToken, Status.CONFIRMED);
		if (user != null) {
			code(scanToken).user = new LinkedHashMap<>(user);
		}
	}

	/**
	 * Lets something happen to a living code.
	 * @throws IllegalStateException if the code is unknown or its life is over
	 */
	synchronized void change(String scanToken, Status status) {
		LoginCode code = code(scanToken);
		if (!code.snapshot().isLiving()) {
			throw new IllegalStateException("The code is " + code.snapshot().status() + " and cannot become " + status);
		}
		code.status = status;
		notifyAll();
	}

	private LoginCode code(String scanToken) {
		LoginCode code = this.codes.get(scanToken);
		if (code == null) {
			throw new IllegalStateException("There is no code with this scan token");
		}
		return code;
	}

	synchronized String issue(@Nullable Map<String, Object> user) {
		String accessToken = secret("access");
		Instant end = this.tokenLife.isZero() ? Instant.MAX : Instant.now().plus(this.tokenLife);
		Map<String, Object> owner = (user != null) ? user : this.user;
		if (this.singleSession) {
			this.tokens.values().removeIf((token) -> Objects.equals(token.user().get("id"), owner.get("id")));
		}
		this.tokens.put(accessToken, new Token(owner, end));
		return accessToken;
	}

	synchronized void revoke() {
		this.tokens.clear();
	}

	synchronized void revoke(String accessToken) {
		this.tokens.remove(accessToken);
	}

	/**
	 * Returns whom a token belongs to.
	 * @return {@code null} if the token is not accepted
	 */
	synchronized @Nullable Map<String, Object> owner(String accessToken) {
		Token token = this.tokens.get(accessToken);
		return (token != null && Instant.now().isBefore(token.end())) ? token.user() : null;
	}

	/**
	 * Waits until something is so, which is looked at again after every change.
	 * @return whether it came to be so in time
	 */
	synchronized boolean await(BooleanSupplier condition, Duration timeout) {
		long end = System.nanoTime() + timeout.toNanos();
		while (!condition.getAsBoolean()) {
			long millis = (end - System.nanoTime()) / 1_000_000;
			if (millis <= 0) {
				return false;
			}
			try {
				wait(millis);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}
		return true;
	}

	synchronized void changed() {
		notifyAll();
	}

	static Map<String, Object> user(String id, String name) {
		Map<String, Object> user = new LinkedHashMap<>();
		user.put("id", id);
		user.put("nickname", name);
		return user;
	}

	private String secret(String prefix) {
		byte[] bytes = new byte[24];
		this.random.nextBytes(bytes);
		return prefix + "-" + HexFormat.of().formatHex(bytes);
	}

	private record Token(Map<String, Object> user, Instant end) {

	}

	private static final class LoginCode {

		private final String scanToken;

		private final byte[] png;

		private final Instant expiresAt;

		private Status status = Status.WAITING;

		private @Nullable Map<String, Object> user;

		private boolean delivered;

		LoginCode(String scanToken, byte[] png, Instant expiresAt) {
			this.scanToken = scanToken;
			this.png = png;
			this.expiresAt = expiresAt;
		}

		Code snapshot() {
			boolean living = this.status == Status.WAITING || this.status == Status.SCANNED;
			boolean late = living && !Instant.now().isBefore(this.expiresAt);
			return new Code(this.scanToken, late ? Status.EXPIRED : this.status, this.png.clone(), this.expiresAt);
		}

	}

}
