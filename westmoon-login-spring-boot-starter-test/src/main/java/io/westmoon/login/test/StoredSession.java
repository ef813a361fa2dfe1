package io.westmoon.login.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A login that an application finds when it starts, in the format of the file store.
 */
final class StoredSession {

	private StoredSession() {
	}

	/**
	 * Writes a session that does not expire locally.
	 * @param accessToken the access token
	 * @return a new directory with the session
	 */
	static Path write(String accessToken) {
		try {
			Path directory = Files.createTempDirectory("westmoon-login");
			Files.writeString(directory.resolve("tokens.json"), """
					{"access_token": "%s", "refresh_token": "", "token_type": "Bearer", "expires_in": 0,
					 "expires_at": 0.0, "user_info": {}, "created_at": %d.0}
					""".formatted(accessToken, System.currentTimeMillis() / 1000));
			return directory;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No directory for the session of a test can be created", ex);
		}
	}

}
