package io.westmoon.login.http;

import java.time.Duration;

import io.westmoon.login.http.RefusalDetector.BodyInspector;
import io.westmoon.login.http.RefusalDetector.Finding;

/**
 * How far one body is looked at: until it is known to be no refusal or, if it is one, to
 * its end, since only a body that is held as a whole frees its connection. After
 * {@value #MAX_LENGTH} bytes, and after 5 seconds, it flows on. Written by one thread at
 * a time, may be read by any.
 */
final class BodyInspection {

	static final int MAX_LENGTH = 64 * 1024;

	static final Duration MAX_TIME = Duration.ofSeconds(5);

	private final BodyInspector inspector;

	private int length;

	private volatile Finding finding = Finding.UNDECIDED;

	BodyInspection(BodyInspector inspector) {
		this.inspector = inspector;
	}

	/**
	 * Looks at the next bytes of the body.
	 * @return whether to wait for more
	 */
	boolean next(byte[] bytes) {
		this.length += bytes.length;
		if (this.length > MAX_LENGTH) {
			return false;
		}
		if (this.finding == Finding.UNDECIDED && bytes.length > 0) {
			this.finding = this.inspector.next(bytes);
		}
		return this.finding != Finding.NOT_REFUSED;
	}

	/**
	 * Notes that the body has ended.
	 */
	void end() {
		if (this.finding == Finding.UNDECIDED && this.length <= MAX_LENGTH) {
			this.finding = this.inspector.isRefusedAtEnd() ? Finding.REFUSED : Finding.NOT_REFUSED;
		}
	}

	/**
	 * Tells whether the body is known to be a refusal.
	 */
	boolean isRefused() {
		return this.finding == Finding.REFUSED;
	}

}
