package io.westmoon.login.http;

import io.westmoon.login.SessionSource;

/**
 * What a filter knows of an account.
 *
 * @param sessions where its session comes from
 * @param allowedOrigins who may see the session
 * @param withheld warns of those who do not
 * @param limiter lets calls that waited go one after the other
 */
record FilteredAccount(SessionSource sessions, AllowedOrigins allowedOrigins, WithheldSessions withheld,
		ReleaseLimiter limiter) {

	FilteredAccount(SessionSource sessions, AllowedOrigins allowedOrigins, int releaseConcurrency) {
		this(sessions, allowedOrigins, new WithheldSessions(sessions, allowedOrigins),
				new ReleaseLimiter(releaseConcurrency));
	}

}
