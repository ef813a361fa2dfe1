package io.westmoon.login.store.file;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

import org.jspecify.annotations.Nullable;

/**
 * How to retry file operations that fail while another process reads the file. Blocks the
 * calling thread between the attempts.
 *
 * @param attempts the maximum number of attempts
 * @param pauseMillis the pause between two attempts, in milliseconds
 */
record RetryPolicy(int attempts, long pauseMillis) {

	static final RetryPolicy NONE = new RetryPolicy(1, 0);

	static final RetryPolicy HALF_A_SECOND = new RetryPolicy(10, 50);

	<T> @Nullable T call(IoCallable<T> call) throws IOException {
		for (int attempt = 1;; attempt++) {
			try {
				return call.call();
			}
			catch (NoSuchFileException ex) {
				throw ex;
			}
			catch (FileSystemException ex) {
				if (attempt >= this.attempts) {
					throw ex;
				}
				pause(this.pauseMillis);
			}
		}
	}

	/**
	 * Blocks the calling thread.
	 * @param millis how long, in milliseconds
	 * @throws InterruptedIOException if the thread is interrupted; its interrupt status
	 * is set again
	 */
	static void pause(long millis) throws InterruptedIOException {
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
