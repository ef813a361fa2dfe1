package io.westmoon.login.test;

/**
 * What a {@link WestmoonPlatformServer} wraps the answers to business calls in.
 */
public enum Envelope {

	/** {@code {"code": 0, "msg": "success", "data": …}}. */
	CODE,

	/** {@code {"status": "success", "data": {"data": …}}}. */
	STATUS

}
