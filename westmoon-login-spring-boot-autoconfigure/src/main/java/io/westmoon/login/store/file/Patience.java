package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

import org.jspecify.annotations.Nullable;

/**
 * How often to try what fails where a file cannot be replaced or removed while somebody
 * reads it.
 *
 * @param attempts how often to try
 * @param pauseMillis how long to wait in between, in milliseconds
 */
record Patience(int attempts, long pauseMillis) {

	static final Patience NONE = new Patience(1, 0);

	static final Patience HALF_A_SECOND = new Patience(10, 50);

	<T> @Nullable T call(IoCall<T> call) throws IOException {
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
				Pause.millis(this.pauseMillis);
			}
		}
	}

}
