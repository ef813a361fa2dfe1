package io.westmoon.login;

/**
 * What the platform says about a code.
 */
public enum ScanStatus {

	/** Nobody has scanned yet. */
	WAITING,

	/** Somebody scanned and has not confirmed yet. */
	SCANNED,

	/** Logged in; the same answer carries the session. */
	CONFIRMED,

	/** The code is dead. */
	EXPIRED,

	/** The person cancelled. */
	CANCELED,

	/** The person refused. */
	REJECTED,

	/** A word that is not known; keep polling. */
	UNKNOWN

}
