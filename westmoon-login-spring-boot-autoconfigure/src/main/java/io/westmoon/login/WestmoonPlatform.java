package io.westmoon.login;

import reactor.core.publisher.Mono;

/**
 * The three calls that the platform offers for logging in. Implementations are
 * thread-safe, do not block, bound every call in time and size, and do not retry.
 */
public interface WestmoonPlatform {

	/**
	 * The name of the request attribute that marks the platform's own calls, so that a
	 * bearer-token filter lets them pass untouched.
	 */
	String REQUEST_ATTRIBUTE = WestmoonPlatform.class.getName() + ".REQUEST";

	/**
	 * Asks for a new code.
	 * @return the code, with its picture; fails with {@link PlatformException}
	 */
	Mono<LoginQrCode> requestCode();

	/**
	 * Asks whether a code has been scanned and confirmed.
	 * @param scanToken names the code
	 * @return the answer; fails with {@link PlatformException}, which never carries the
	 * scan token
	 */
	Mono<ScanResult> poll(String scanToken);

	/**
	 * Asks whom a session belongs to, and so whether it is good.
	 * @param session the session
	 * @return the verdict, never {@code MISSING}; never fails because of the platform,
	 * which is {@code UNKNOWN}
	 */
	Mono<SessionCheck> check(WestmoonSession session);

}
