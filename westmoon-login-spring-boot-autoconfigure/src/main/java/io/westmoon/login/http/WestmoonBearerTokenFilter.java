package io.westmoon.login.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import io.westmoon.login.Renewal;
import io.westmoon.login.SessionSource;
import io.westmoon.login.UnknownAccountException;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Puts the current session on requests to allowed origins. A request that is refused
 * (HTTP 401, or what the {@link RefusalDetector} says) because its session is dead waits
 * for the one login that follows and is sent once more. Requests to other origins,
 * requests with an {@code Authorization} header of their own and the login calls
 * themselves pass untouched; the log warns once of each other origin. Thread-safe.
 * <p>
 * Redirects are the connector's business, which this filter does not see. The JDK's
 * client of Java 17 hands the session to whatever host it is redirected to: a
 * {@code JdkClientHttpConnector} that Spring Boot did not build must not follow
 * redirects.
 */
public final class WestmoonBearerTokenFilter implements ExchangeFilterFunction {

	/**
	 * How many of the calls that waited for a login are sent at the same time once it has
	 * ended, unless set.
	 */
	public static final int DEFAULT_RELEASE_CONCURRENCY = 64;

	private final Function<@Nullable String, FilteredAccount> accounts;

	/**
	 * Creates a filter for one account.
	 * @param sessions where the session comes from
	 * @param allowedOrigins who may see it
	 */
	public WestmoonBearerTokenFilter(SessionSource sessions, AllowedOrigins allowedOrigins) {
		this(sessions, allowedOrigins, DEFAULT_RELEASE_CONCURRENCY);
	}

	/**
	 * Creates a filter for one account.
	 * @param sessions where the session comes from
	 * @param allowedOrigins who may see it
	 * @param releaseConcurrency how many of the calls that waited for a login are sent at
	 * the same time once it has ended
	 */
	public WestmoonBearerTokenFilter(SessionSource sessions, AllowedOrigins allowedOrigins, int releaseConcurrency) {
		this(sessions, BearerTokenSettings.of(allowedOrigins).withReleaseConcurrency(releaseConcurrency));
	}

	/**
	 * Creates a filter for one account.
	 * @param sessions where the session comes from
	 * @param settings how the calls with the session are treated
	 */
	public WestmoonBearerTokenFilter(SessionSource sessions, BearerTokenSettings settings) {
		this(FilteredAccount.onlyOne(sessions, settings));
	}

	/**
	 * Creates a filter for several accounts.
	 * @param accounts finds the account that a request names, or the filter's own for
	 * {@code null}
	 */
	WestmoonBearerTokenFilter(Function<@Nullable String, FilteredAccount> accounts) {
		this.accounts = accounts;
	}

	Function<@Nullable String, FilteredAccount> accounts() {
		return this.accounts;
	}

	/**
	 * Lets one request carry the session of another account than the filter's. The
	 * request goes out with that account's session if its origin is one of that
	 * account's.
	 * @param account the name of the account
	 * @return for {@code WebClient}'s {@code attributes} method
	 * @see WestmoonBearerTokenFilters
	 */
	public static Consumer<Map<String, Object>> account(String account) {
		return (attributes) -> attributes.put(RequestOptions.ACCOUNT, account);
	}

	/**
	 * Lets one request wait for a login longer or shorter than configured.
	 * @param wait how long to wait at most; zero to fail at once while the login goes on
	 * @return for {@code WebClient}'s {@code attributes} method
	 */
	public static Consumer<Map<String, Object>> waitTimeout(Duration wait) {
		return (attributes) -> attributes.put(RequestOptions.WAIT_TIMEOUT, wait);
	}

	/**
	 * Keeps one request from being sent twice, for instance since the server may have
	 * done its work and answer 401 nevertheless. It gets its 401; the login starts all
	 * the same, for those after it.
	 * @return for {@code WebClient}'s {@code attributes} method
	 */
	public static Consumer<Map<String, Object>> noReplay() {
		return (attributes) -> attributes.put(RequestOptions.NO_REPLAY, true);
	}

	/**
	 * Lets one request go out without a session if there is none. It neither begins a
	 * login nor waits for one, and a 401 goes to the caller as it is. The platform is
	 * asked about the session then, in the background, so that a dead one is not sent
	 * again. If the session is not in memory, the store and the platform are asked, for a
	 * second at most.
	 * @return for {@code WebClient}'s {@code attributes} method
	 */
	public static Consumer<Map<String, Object>> optional() {
		return (attributes) -> attributes.put(RequestOptions.OPTIONAL, true);
	}

	/**
	 * Says that the body of one request, a stream of more than 64 KiB, can be subscribed
	 * to again and then yields the same bytes. Without it such a request is never sent
	 * twice. A body that turns out to be another one the second time is aborted before
	 * its end, and the request gets its 401.
	 * @return for {@code WebClient}'s {@code attributes} method
	 */
	public static Consumer<Map<String, Object>> replayable() {
		return (attributes) -> attributes.put(RequestOptions.REPLAYABLE, true);
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		FilteredAccount account;
		try {
			account = this.accounts.apply(RequestOptions.account(request.attributes()));
		}
		catch (UnknownAccountException ex) {
			return Mono.error(ex);
		}
		if (!account.concerns(request.url(), request.headers(), request.attributes())) {
			return untouched(account, request, next);
		}
		return Mono.defer(() -> {
			WestmoonSession current = account.sessions().currentSession();
			if (current != null) {
				return send(account, request, next, current);
			}
			if (RequestOptions.isOptional(request.attributes())) {
				return account.sessionIfAvailable()
					.singleOptional()
					.flatMap((session) -> session.isPresent() ? send(account, request, next, session.get())
							: next.exchange(request));
			}
			return account.sessions()
				.session(RequestOptions.waitTimeout(request.attributes()))
				.flatMap((session) -> send(account, request, released(account, next), session));
		});
	}

	private static Mono<ClientResponse> untouched(FilteredAccount account, ClientRequest request,
			ExchangeFunction next) {
		Mono<ClientResponse> answer = next.exchange(request);
		return account.withholds(request.url(), request.headers(), request.attributes())
				? answer.doOnNext((response) -> account.answeredWithoutSession(request.url(), response.statusCode()))
				: answer;
	}

	/**
	 * Sends a call that waited when it is its turn.
	 */
	private static ExchangeFunction released(FilteredAccount account, ExchangeFunction next) {
		return (request) -> account.limiter().limit(next.exchange(request));
	}

	private static Mono<ClientResponse> send(FilteredAccount account, ClientRequest request, ExchangeFunction next,
			WestmoonSession session) {
		BearerTokenRequest sent = bearing(account, session, request);
		return exchange(sent, next).flatMap((response) -> {
			HttpHeaders headers = response.headers().asHttpHeaders();
			if (account.isRefused(response.statusCode(), headers)) {
				ClientResponse redacted = new RedactedResponse(response);
				return refused(account, request, next, session, sent, redacted, BufferedResponse.of(redacted));
			}
			BodyInspection inspection = account.inspection(response.statusCode(), headers);
			if (inspection != null) {
				return InspectedResponse.of(new RedactedResponse(response), inspection)
					.flatMap((inspected) -> judged(account, request, next, session, sent, inspected));
			}
			sent.forget();
			return Mono.just(new RedactedResponse(response));
		});
	}

	/**
	 * A body that was not read to its end still has its connection, and cannot be kept
	 * for a caller whose call is sent again.
	 */
	private static Mono<ClientResponse> judged(FilteredAccount account, ClientRequest request, ExchangeFunction next,
			WestmoonSession session, BearerTokenRequest sent, InspectedResponse inspected) {
		ClientResponse response = new RedactedResponse(inspected.response());
		if (inspected.refused() && inspected.complete()) {
			return refused(account, request, next, session, sent, response, Mono.just(response));
		}
		sent.forget();
		if (inspected.refused()) {
			account.renewForOthers(session, request.attributes());
		}
		return Mono.just(response);
	}

	/**
	 * Renews the session and sends a refused request once more.
	 * @param response the answer as it came
	 * @param buffered the answer when its connection is free
	 */
	private static Mono<ClientResponse> refused(FilteredAccount account, ClientRequest request, ExchangeFunction next,
			WestmoonSession session, BearerTokenRequest sent, ClientResponse response, Mono<ClientResponse> buffered) {
		Sinks.Empty<Void> difference = Sinks.empty();
		ClientRequest again = RequestOptions.mayBeReplayed(request.attributes()) ? sent.repeat(difference::tryEmitEmpty)
				: null;
		sent.forget();
		if (again == null) {
			account.renewForOthers(session, request.attributes());
			return Mono.just(response);
		}
		return buffered.flatMap((original) -> account.sessions()
			.renew(session, RequestOptions.waitTimeout(request.attributes()))
			.flatMap((renewal) -> {
				WestmoonSession another = account.another(renewal, request.url());
				return (another != null) ? Mono.deferContextual((context) -> {
					account.sessions().noteReplay(context);
					return replay(bearing(account, another, again), released(account, next), difference.asMono(),
							original);
				}) : Mono.just(original);
			}));
	}

	/**
	 * Does not wait for the connector to notice that the body has failed.
	 */
	private static Mono<ClientResponse> replay(BearerTokenRequest again, ExchangeFunction next, Mono<Void> difference,
			ClientResponse original) {
		Mono<ClientResponse> replayed = exchange(again, next).map(RedactedResponse::new);
		return Mono.firstWithSignal(difference.thenReturn(original), replayed);
	}

	private static Mono<ClientResponse> exchange(BearerTokenRequest request, ExchangeFunction next) {
		return next.exchange(request).doOnError(WebClientRequestException.class, RedactedResponse::redact);
	}

	private static BearerTokenRequest bearing(FilteredAccount account, WestmoonSession session, ClientRequest request) {
		return new BearerTokenRequest(request, session, account.businessHeaders().get(request.url()),
				RequestOptions.isReplayable(request.attributes()));
	}

}
