package io.westmoon.login.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.westmoon.login.Renewal;
import io.westmoon.login.SessionSource;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/**
 * Puts the current session on requests to allowed origins. A request that is answered
 * with HTTP 401 because its session is dead waits for the one login that follows and is
 * sent once more. Requests to other origins, requests with an {@code Authorization}
 * header of their own and the login calls themselves pass untouched. Thread-safe.
 */
public final class WestmoonBearerTokenFilter implements ExchangeFilterFunction {

	private static final String WAIT_TIMEOUT = WestmoonBearerTokenFilter.class.getName() + ".WAIT_TIMEOUT";

	private static final String NO_REPLAY = WestmoonBearerTokenFilter.class.getName() + ".NO_REPLAY";

	private final SessionSource sessions;

	private final AllowedOrigins allowedOrigins;

	/**
	 * Creates a filter for one account.
	 * @param sessions where the session comes from
	 * @param allowedOrigins who may see it
	 */
	public WestmoonBearerTokenFilter(SessionSource sessions, AllowedOrigins allowedOrigins) {
		this.sessions = sessions;
		this.allowedOrigins = allowedOrigins;
	}

	/**
	 * Lets one request wait for a login longer or shorter than configured.
	 * @param wait how long to wait at most; zero to fail at once while the login goes on
	 * @return for {@code WebClient}'s {@code attributes} method
	 */
	public static Consumer<Map<String, Object>> waitTimeout(Duration wait) {
		return (attributes) -> attributes.put(WAIT_TIMEOUT, wait);
	}

	/**
	 * Keeps one request from being sent twice, for instance since its body can be read
	 * only once. It gets its 401; the login starts all the same, for those after it.
	 * @return for {@code WebClient}'s {@code attributes} method
	 */
	public static Consumer<Map<String, Object>> noReplay() {
		return (attributes) -> attributes.put(NO_REPLAY, true);
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		if (!concerns(request)) {
			return next.exchange(request);
		}
		Duration wait = (Duration) request.attribute(WAIT_TIMEOUT).orElse(null);
		return this.sessions.session(wait).flatMap((session) -> {
			return next.exchange(bearing(session, request))
				.flatMap((response) -> isRefused(response)
						? refused(request, next, new Refusal(session, wait, response)) : Mono.just(response));
		});
	}

	private boolean concerns(ClientRequest request) {
		return this.allowedOrigins.allow(request.url()) && !request.headers().containsHeader(HttpHeaders.AUTHORIZATION)
				&& request.attribute(WestmoonPlatform.REQUEST_ATTRIBUTE).isEmpty();
	}

	private static boolean isRefused(ClientResponse response) {
		return response.statusCode().value() == HttpStatus.UNAUTHORIZED.value();
	}

	private Mono<ClientResponse> refused(ClientRequest request, ExchangeFunction next, Refusal refusal) {
		if (request.attribute(NO_REPLAY).isPresent()) {
			this.sessions.renew(refusal.session, Duration.ZERO).onErrorComplete().subscribe();
			return Mono.just(refusal.response);
		}
		return RefusedAnswer.detach(refusal.response)
			.flatMap((original) -> this.sessions.renew(refusal.session, refusal.waitTimeout)
				.flatMap((renewal) -> (renewal instanceof Renewal.Renewed renewed)
						? replay(request, next, renewed.session(), original) : Mono.just(original)));
	}

	private Mono<ClientResponse> replay(ClientRequest request, ExchangeFunction next, WestmoonSession session,
			ClientResponse original) {
		if (!this.allowedOrigins.allow(request.url())) {
			return Mono.just(original);
		}
		AtomicBoolean unwritable = new AtomicBoolean();
		ClientRequest again = ClientRequest.from(bearing(session, request))
			.body((message, context) -> Mono.defer(() -> request.body().insert(message, context))
				.doOnError((error) -> unwritable.set(!(error instanceof IOException))))
			.build();
		return next.exchange(again).onErrorResume((error) -> unwritable.get(), (error) -> Mono.just(original));
	}

	private static ClientRequest bearing(WestmoonSession session, ClientRequest request) {
		return ClientRequest.from(request)
			.headers((headers) -> headers.set(HttpHeaders.AUTHORIZATION, session.authorization()))
			.build();
	}

	/**
	 * One call that was refused.
	 */
	private record Refusal(WestmoonSession session, @Nullable Duration waitTimeout, ClientResponse response) {
	}

}
