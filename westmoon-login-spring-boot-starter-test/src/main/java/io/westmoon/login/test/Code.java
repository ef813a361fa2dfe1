package io.westmoon.login.test;

import java.time.Instant;

/**
 * A snapshot of one code, as the phone of a demo sees it.
 *
 * @param scanToken names the code; a secret on the real platform
 * @param status what happened to the code
 * @param png the picture
 * @param expiresAt when the code ends
 */
public record Code(String scanToken, Status status, byte[] png, Instant expiresAt) {

	/**
	 * Tells whether somebody can still scan or confirm the code.
	 * @return whether it is waiting or scanned
	 */
	public boolean isLiving() {
		return this.status == Status.WAITING || this.status == Status.SCANNED;
	}

	/**
	 * Never shows the scan token.
	 */
	@Override
	public String toString() {
		return "Code[status=" + this.status + ", expiresAt=" + this.expiresAt + ", scanToken=***]";
	}

	/**
	 * What happened to a code.
	 */
	public enum Status {

		/** Nobody has scanned yet. */
		WAITING,

		/** Somebody scanned and has not confirmed yet. */
		SCANNED,

		/** Somebody confirmed. */
		CONFIRMED,

		/** The code's time is over. */
		EXPIRED,

		/** The person cancelled. */
		CANCELED,

		/** The person refused. */
		REJECTED

	}

}
