package io.westmoon.login.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.westmoon.login.Renewal;
import io.westmoon.login.SessionSource;
import io.westmoon.login.UnknownAccountException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import reactor.core.publisher.Mono;

/**
 * What a filter knows of an account, and what it decides, whichever client sends the
 * requests.
 *
 * @param sessions where its session comes from
 * @param allowedOrigins who may see the session
 * @param withheld warns of those who do not
 * @param limiter lets calls that waited go one after the other
 * @param businessHeaders what calls that carry the session get beside it
 * @param refusals what counts as a refusal of the session
 */
record FilteredAccount(SessionSource sessions, AllowedOrigins allowedOrigins, WithheldSessions withheld,
		ReleaseLimiter limiter, BusinessHeaders businessHeaders, RefusalDetector refusals) {

	private static final Log logger = LogFactory.getLog(FilteredAccount.class);

	FilteredAccount(SessionSource sessions, BearerTokenSettings settings) {
		this(sessions, settings.allowedOrigins(), new WithheldSessions(sessions, settings.allowedOrigins()),
				new ReleaseLimiter(settings.releaseConcurrency()), settings.businessHeaders(),
				new GuardedRefusalDetector(settings.refusalDetector()));
	}

	/**
	 * Returns what finds the only account there is.
	 * @return a function from the name that a request gives, {@code null} if none, to the
	 * account
	 */
	static Function<@Nullable String, FilteredAccount> onlyOne(SessionSource sessions, BearerTokenSettings settings) {
		FilteredAccount account = new FilteredAccount(sessions, settings);
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
		if (passesUntouched(headers, attributes)) {
			return false;
		}
		boolean allowed = this.allowedOrigins.allow(url);
		if (!allowed) {
			this.withheld.note(url);
		}
		return allowed;
	}

	/**
	 * Returns the session for a request that can do without one.
	 * @return the session, empty if there is none or it cannot be had
	 */
	Mono<WestmoonSession> sessionIfAvailable() {
		return Mono.defer(this.sessions::sessionIfAvailable)
			.doOnError((ex) -> logger.debug("A request goes out without the session, which is optional for it", ex))
			.onErrorComplete();
	}

	/**
	 * Tells whether only its origin keeps a request from carrying the session.
	 */
	boolean withholds(URI url, HttpHeaders headers, Map<String, Object> attributes) {
		return !passesUntouched(headers, attributes) && !this.allowedOrigins.allow(url);
	}

	private static boolean passesUntouched(HttpHeaders headers, Map<String, Object> attributes) {
		return headers.containsHeader(HttpHeaders.AUTHORIZATION)
				|| attributes.containsKey(WestmoonPlatform.REQUEST_ATTRIBUTE);
	}

	/**
	 * Notes the answer to a request that only its origin kept from carrying the session.
	 */
	void answeredWithoutSession(URI url, HttpStatusCode status) {
		if (status.value() == HttpStatus.UNAUTHORIZED.value()) {
			this.withheld.noteUnauthorized(url);
		}
	}

	/**
	 * Tells by the head of an answer whether the session may be the reason for it.
	 */
	boolean isRefused(HttpStatusCode status, HttpHeaders headers) {
		return this.refusals.isRefused(status, headers);
	}

	/**
	 * Begins to look at the body of an answer.
	 * @return {@code null} if it says nothing about the session
	 */
	@Nullable BodyInspection inspection(HttpStatusCode status, HttpHeaders headers) {
		RefusalDetector.BodyInspector inspector = this.refusals.inspector(status, headers);
		return (inspector != null) ? new BodyInspection(inspector) : null;
	}

	/**
	 * Starts to renew the session for those who come later. A call that can do without a
	 * session begins no login: the platform is only asked, so that a dead session is not
	 * sent again.
	 */
	void renewForOthers(WestmoonSession refused, Map<String, Object> attributes) {
		if (!RequestOptions.isOptional(attributes)) {
			this.sessions.renew(refused, Duration.ZERO).onErrorComplete().subscribe();
		}
		else if (this.sessions instanceof WestmoonAuthClient client) {
			client.check().onErrorComplete().subscribe();
		}
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
