package io.westmoon.login;

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One code that a person scans with WeChat. Immutable.
 *
 * @param scanToken names the code towards the platform; a secret, since whoever polls
 * with it receives the session
 * @param image the picture; {@code null} if another program asked for the code and kept
 * the picture to itself
 * @param issuedAt when the code was received
 * @param expiresAt when the code ends
 * @param pollInterval how often the platform wants to be asked about the code
 */
public record LoginQrCode(String scanToken, @Nullable CodeImage image, Instant issuedAt, Instant expiresAt,
		Duration pollInterval) {

	/**
	 * How long a code lives where the platform does not say.
	 */
	public static final Duration DEFAULT_LIFE = Duration.ofMinutes(5);

	/**
	 * How often to poll where the platform does not say.
	 */
	public static final Duration DEFAULT_POLL_INTERVAL = Duration.ofSeconds(5);

	/**
	 * Describes a code of which only the scan token is known.
	 * @param scanToken the scan token
	 * @param issuedAt when the code was received
	 * @param pollInterval how often to poll
	 * @return the code, without a picture and with the default life
	 */
	public static LoginQrCode withoutImage(String scanToken, Instant issuedAt, Duration pollInterval) {
		return new LoginQrCode(scanToken, null, issuedAt, issuedAt.plus(DEFAULT_LIFE), pollInterval);
	}

	/**
	 * Returns how long the code lives in all.
	 * @return the time from its issue to its end
	 */
	public Duration life() {
		return Duration.between(this.issuedAt, this.expiresAt);
	}

	/**
	 * Keeps Jackson from writing it as JSON, whatever the visibility that a mapper is
	 * configured with.
	 */
	@JsonValue
	Object json() {
		throw new UnsupportedOperationException(
				"A LoginQrCode is not written as JSON, since its scan token is a secret. Use CodeImage.dataUri() to show the picture");
	}

	/**
	 * Never shows the scan token.
	 */
	@Override
	public String toString() {
		return "LoginQrCode[image=" + this.image + ", expiresAt=" + this.expiresAt + ", scanToken=***]";
	}

}
