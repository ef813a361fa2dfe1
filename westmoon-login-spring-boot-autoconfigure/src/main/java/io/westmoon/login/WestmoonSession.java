package io.westmoon.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonValue;
import io.westmoon.login.support.TokenSyntax;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * One login's tokens. Two sessions are the same when their access tokens are equal, since
 * the user may arrive later than the token. Immutable.
 */
public final class WestmoonSession {

	/**
	 * How long before its end a session counts as expired.
	 */
	static final Duration EXPIRY_MARGIN = Duration.ofMinutes(5);

	private final String accessToken;

	private final String refreshToken;

	private final String tokenType;

	private final Duration expiresIn;

	private final @Nullable Instant expiresAt;

	private final Instant createdAt;

	private final @Nullable WestmoonUser user;

	private final String authorization;

	/**
	 * Creates a session from stored facts.
	 * @param accessToken the access token: visible ASCII characters, not empty
	 * @param refreshToken the refresh token, empty if there is none
	 * @param tokenType the scheme of the {@code Authorization} header: visible ASCII
	 * characters
	 * @param expiresIn the life that the platform promised; zero if unknown
	 * @param expiresAt when the session ends; {@code null} if it never does as far as is
	 * known
	 * @param createdAt when the session was received
	 * @param user the user; {@code null} if unknown
	 * @throws IllegalArgumentException if the access token or its type cannot be sent in
	 * a header; the message does not repeat it
	 */
	public WestmoonSession(String accessToken, String refreshToken, String tokenType, Duration expiresIn,
			@Nullable Instant expiresAt, Instant createdAt, @Nullable WestmoonUser user) {
		Assert.hasText(accessToken, "The access token must not be empty");
		Assert.isTrue(TokenSyntax.isValid(accessToken), "The access token has characters that no token has");
		Assert.isTrue(TokenSyntax.isValid(tokenType), "The token type has characters that no token type has");
		this.accessToken = accessToken;
		this.refreshToken = refreshToken;
		this.tokenType = tokenType;
		this.expiresIn = expiresIn;
		this.expiresAt = expiresAt;
		this.createdAt = createdAt;
		this.user = user;
		this.authorization = tokenType + " " + accessToken;
	}

	/**
	 * Creates a session that the platform has just given.
	 * @param accessToken the access token: visible ASCII characters, not empty
	 * @param refreshToken the refresh token, empty if there is none
	 * @param tokenType the scheme of the {@code Authorization} header: visible ASCII
	 * characters
	 * @param expiresIn the promised life; zero if unknown
	 * @param clock tells the time of creation
	 * @return the session, with an end if its life is known
	 * @throws IllegalArgumentException if the access token or its type cannot be sent in
	 * a header; the message does not repeat it
	 */
	public static WestmoonSession received(String accessToken, String refreshToken, String tokenType,
			Duration expiresIn, Clock clock) {
		Instant now = clock.instant();
		Instant end = expiresIn.isZero() ? null : now.plus(expiresIn);
		return new WestmoonSession(accessToken, refreshToken, tokenType, expiresIn, end, now, null);
	}

	/**
	 * Returns the access token, a secret.
	 * @return the access token
	 */
	public String accessToken() {
		return this.accessToken;
	}

	/**
	 * Returns the refresh token, a secret.
	 * @return the refresh token, empty if there is none
	 */
	public String refreshToken() {
		return this.refreshToken;
	}

	/**
	 * Returns the scheme of the {@code Authorization} header.
	 * @return usually {@code Bearer}
	 */
	public String tokenType() {
		return this.tokenType;
	}

	/**
	 * Returns the life that the platform promised.
	 * @return zero if unknown
	 */
	public Duration expiresIn() {
		return this.expiresIn;
	}

	/**
	 * Returns when the session ends.
	 * @return {@code null} if it never does as far as is known
	 */
	public @Nullable Instant expiresAt() {
		return this.expiresAt;
	}

	/**
	 * Returns when the session was received.
	 * @return the time of creation
	 */
	public Instant createdAt() {
		return this.createdAt;
	}

	/**
	 * Returns the user the session belongs to.
	 * @return {@code null} if unknown
	 */
	public @Nullable WestmoonUser user() {
		return this.user;
	}

	/**
	 * Returns the id of the user.
	 * @return {@code null} if unknown
	 */
	public @Nullable String userId() {
		return (this.user != null) ? this.user.id() : null;
	}

	/**
	 * Returns a fingerprint of the access token: the first half of its SHA-256 hash. It
	 * identifies the session without revealing the token.
	 * @return 128 bits in hexadecimal
	 */
	public String fingerprint() {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256")
				.digest(this.accessToken.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash, 0, hash.length / 2);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * Returns the value of the {@code Authorization} header, a secret.
	 * @return token type and access token
	 */
	public String authorization() {
		return this.authorization;
	}

	/**
	 * Tells whether the local clock says that the session has ended, with the margin that
	 * the existing tool uses: {@code now > max(expiresAt - 300 s, createdAt)}. The clock
	 * may be wrong; only the platform knows.
	 * @param now the current time
	 * @return whether it counts as expired
	 */
	public boolean isExpired(Instant now) {
		if (this.expiresAt == null) {
			return false;
		}
		Instant early = this.expiresAt.minus(EXPIRY_MARGIN);
		return now.isAfter(early.isAfter(this.createdAt) ? early : this.createdAt);
	}

	/**
	 * Tells whether the other session has the same access token.
	 * @param other the other session
	 * @return whether both are the same session
	 */
	public boolean isSameAs(@Nullable WestmoonSession other) {
		return other != null && this.accessToken.equals(other.accessToken);
	}

	/**
	 * Returns the same session with its user.
	 * @param user the user
	 * @return a copy
	 */
	public WestmoonSession withUser(WestmoonUser user) {
		return new WestmoonSession(this.accessToken, this.refreshToken, this.tokenType, this.expiresIn, this.expiresAt,
				this.createdAt, user);
	}

	/**
	 * Returns the same session with another time of creation.
	 * @param createdAt the time of creation
	 * @return a copy
	 */
	public WestmoonSession withCreatedAt(Instant createdAt) {
		return new WestmoonSession(this.accessToken, this.refreshToken, this.tokenType, this.expiresIn, this.expiresAt,
				createdAt, this.user);
	}

	@Override
	public boolean equals(Object obj) {
		return this == obj || (obj instanceof WestmoonSession other && this.accessToken.equals(other.accessToken)
				&& this.refreshToken.equals(other.refreshToken) && this.tokenType.equals(other.tokenType)
				&& this.expiresIn.equals(other.expiresIn) && Objects.equals(this.expiresAt, other.expiresAt)
				&& this.createdAt.equals(other.createdAt) && Objects.equals(this.user, other.user));
	}

	@Override
	public int hashCode() {
		return this.accessToken.hashCode();
	}

	/**
	 * Keeps Jackson from writing it as JSON, whatever the visibility that a mapper is
	 * configured with.
	 */
	@JsonValue
	Object json() {
		throw new UnsupportedOperationException(
				"A WestmoonSession is not written as JSON, since it holds tokens. Use LoginStatus to show how a login stands");
	}

	/**
	 * Never shows a token.
	 */
	@Override
	public String toString() {
		return "WestmoonSession[user=" + this.user + ", createdAt=" + this.createdAt + ", expiresAt=" + this.expiresAt
				+ ", tokens=***]";
	}

}
