package io.westmoon.login.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.westmoon.login.Renewal;
import io.westmoon.login.SessionSource;
import io.westmoon.login.UnknownAccountException;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * What a filter knows of an account, and what it decides, whichever client sends the
 * requests.
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

	/**
	 * Returns what finds the only account there is.
	 * @return a function from the name that a request gives, {@code null} if none, to the
	 * account
	 */
	static Function<@Nullable String, FilteredAccount> onlyOne(SessionSource sessions, AllowedOrigins allowedOrigins,
			int releaseConcurrency) {
		FilteredAccount account = new FilteredAccount(sessions, allowedOrigins, releaseConcurrency);
		return (named) -> {
			if (named != null) {
				throw new UnknownAccountException(named, List.of());
			}
			return account;
		};
	}

	/**
	 * Tells whether a request carries the session.
	 */
	boolean concerns(URI url, HttpHeaders headers, Map<String, Object> attributes) {
		if (headers.containsHeader(HttpHeaders.AUTHORIZATION)
				|| attributes.containsKey(WestmoonPlatform.REQUEST_ATTRIBUTE)) {
			return false;
		}
		boolean allowed = this.allowedOrigins.allow(url);
		if (!allowed) {
			this.withheld.note(url);
		}
		return allowed;
	}

	/**
	 * Tells whether the session may be the reason for an answer.
	 */
	static boolean isRefused(HttpStatusCode status) {
		return status.value() == HttpStatus.UNAUTHORIZED.value();
	}

	/**
	 * Starts to renew the session for those who come later.
	 */
	void renewForOthers(WestmoonSession refused) {
		this.sessions.renew(refused, Duration.ZERO).onErrorComplete().subscribe();
	}

	/**
	 * Returns the session to send a refused request with once more.
	 * @return {@code null} if the request gets its own answer
	 */
	@Nullable WestmoonSession another(Renewal renewal, URI url) {
		return (renewal instanceof Renewal.Renewed renewed && this.allowedOrigins.allow(url)) ? renewed.session()
				: null;
	}

}
