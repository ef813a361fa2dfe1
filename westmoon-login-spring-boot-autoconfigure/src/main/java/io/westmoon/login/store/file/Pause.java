package io.westmoon.login.store.file;

import java.io.InterruptedIOException;

/**
 * A short wait on a thread that may block.
 */
final class Pause {

	private Pause() {
	}

	static void millis(long millis) throws InterruptedIOException {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			throw interrupted();
		}
	}

	static InterruptedIOException interrupted() {
		Thread.currentThread().interrupt();
		return new InterruptedIOException("Interrupted while waiting for a file");
	}

}
