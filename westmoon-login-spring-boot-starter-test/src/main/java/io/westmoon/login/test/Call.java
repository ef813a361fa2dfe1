package io.westmoon.login.test;

/**
 * The calls that a {@link WestmoonPlatformServer} answers, and counts and fails apart.
 */
public enum Call {

	/** Asking for a code. */
	GENERATE,

	/** Asking about a code. */
	POLL,

	/** Asking who the user is. */
	INFO,

	/** Any business call. */
	BUSINESS

}
