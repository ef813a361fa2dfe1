package io.westmoon.login.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.function.Function;

import io.westmoon.login.SessionSource;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * Does for {@code RestClient} and {@code RestTemplate} what
 * {@link WestmoonBearerTokenFilter} does for {@code WebClient}: puts the current session
 * on requests to allowed origins; one that is refused (HTTP 401, or what the
 * {@link RefusalDetector} says) because its session is dead waits for the one login that
 * follows and is sent once more. Requests to other origins, requests with an
 * {@code Authorization} header of their own and the login calls themselves pass
 * untouched.
 * <p>
 * A request that waits blocks its thread, virtual threads included, without pinning
 * those. How many may wait is the session source's business
 * ({@code westmoon.login.relogin.max-waiting}); the others fail at once. On an event loop
 * each call fails with {@link IllegalStateException}. An interrupt ends the wait. The
 * interceptors that follow see the session and, if the request is sent again, are called
 * again.
 * <p>
 * Redirects are the client's business, which this interceptor does not see. The JDK's
 * clients of Java 17 hand the session to whatever host they are redirected to. The
 * starter prevents that where Spring Boot builds them; one built by hand must not follow
 * redirects.
 * <p>
 * {@link WestmoonBearerTokenFilter#account}, {@code waitTimeout}, {@code noReplay} and
 * {@code optional} are for the {@code attributes} of a request of {@code RestClient},
 * too. Thread-safe.
 */
public final class WestmoonBearerTokenInterceptor implements ClientHttpRequestInterceptor {

	private final Function<@Nullable String, FilteredAccount> accounts;

	/**
	 * Creates an interceptor for one account.
	 * @param sessions where the session comes from
	 * @param allowedOrigins who may see it
	 */
	public WestmoonBearerTokenInterceptor(SessionSource sessions, AllowedOrigins allowedOrigins) {
		this(new WestmoonBearerTokenFilter(sessions, allowedOrigins));
	}

	/**
	 * Creates an interceptor that shares all it knows with a filter.
	 * @param filter the filter, whose accounts and origins are the interceptor's, too
	 */
	public WestmoonBearerTokenInterceptor(WestmoonBearerTokenFilter filter) {
		this.accounts = filter.accounts();
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		Map<String, Object> attributes = request.getAttributes();
		FilteredAccount account = this.accounts.apply(RequestOptions.account(attributes));
		if (!account.concerns(request.getURI(), request.getHeaders(), attributes)) {
			return untouched(account, request, body, execution);
		}
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException("A blocking call that carries the Westmoon session was made on the thread '"
					+ Thread.currentThread().getName() + "', which must not be blocked. Use WebClient with"
					+ " WestmoonBearerTokenFilter there, or make the call on a thread that may wait, such as one of"
					+ " Schedulers.boundedElastic()");
		}
		WestmoonSession current = account.sessions().currentSession();
		if (current != null) {
			return send(account, request, body, execution, current);
		}
		if (RequestOptions.isOptional(attributes)) {
			WestmoonSession available = block(account.sessionIfAvailable());
			return (available != null) ? send(account, request, body, execution, available)
					: execution.execute(request, body);
		}
		WestmoonSession session = await(account.sessions().session(RequestOptions.waitTimeout(attributes)));
		return send(account, request, body, released(account, execution), session);
	}

	private static ClientHttpResponse untouched(FilteredAccount account, HttpRequest request, byte[] body,
			ClientHttpRequestExecution execution) throws IOException {
		boolean withheld = account.withholds(request.getURI(), request.getHeaders(), request.getAttributes());
		ClientHttpResponse response = execution.execute(request, body);
		if (withheld) {
			account.answeredWithoutSession(request.getURI(), response.getStatusCode());
		}
		return response;
	}

	private static ClientHttpResponse send(FilteredAccount account, HttpRequest request, byte[] body,
			ClientHttpRequestExecution execution, WestmoonSession session) throws IOException {
		ClientHttpResponse response = execution.execute(bearing(account, session, request), body);
		if (account.isRefused(response.getStatusCode(), response.getHeaders())) {
			return refused(account, request, body, execution, session, response);
		}
		BodyInspection inspection = account.inspection(response.getStatusCode(), response.getHeaders());
		if (inspection == null) {
			return response;
		}
		InspectedHttpResponse inspected = InspectedHttpResponse.of(response, inspection);
		if (inspected.isRefused() && inspected.isComplete()) {
			return refused(account, request, body, execution, session, inspected);
		}
		if (inspected.isRefused()) {
			account.renewForOthers(session, request.getAttributes());
		}
		return inspected;
	}

	private static ClientHttpResponse refused(FilteredAccount account, HttpRequest request, byte[] body,
			ClientHttpRequestExecution execution, WestmoonSession session, ClientHttpResponse response)
			throws IOException {
		if (!RequestOptions.mayBeReplayed(request.getAttributes())) {
			account.renewForOthers(session, request.getAttributes());
			return response;
		}
		ClientHttpResponse original = BufferedHttpResponse.of(response);
		WestmoonSession another = account.another(
				await(account.sessions().renew(session, RequestOptions.waitTimeout(request.getAttributes()))),
				request.getURI());
		if (another == null) {
			return original;
		}
		account.sessions().noteReplay(Context.empty());
		return released(account, execution).execute(bearing(account, another, request), body);
	}

	private static BearerTokenHttpRequest bearing(FilteredAccount account, WestmoonSession session,
			HttpRequest request) {
		return new BearerTokenHttpRequest(request, session, account.businessHeaders().get(request.getURI()));
	}

	/**
	 * Sends a call that waited when it is its turn.
	 */
	private static ClientHttpRequestExecution released(FilteredAccount account, ClientHttpRequestExecution execution) {
		return (request, body) -> {
			ReleaseLimiter.Permit permit = account.limiter().permit();
			try {
				await(permit.granted().thenReturn(permit));
				return execution.execute(request, body);
			}
			finally {
				permit.release();
			}
		};
	}

	private static <T> T await(Mono<T> outcome) throws IOException {
		T value = block(outcome);
		if (value == null) {
			throw new IllegalStateException("The wait for a Westmoon session ended without any outcome");
		}
		return value;
	}

	private static <T> @Nullable T block(Mono<T> outcome) throws IOException {
		try {
			return outcome.block();
		}
		catch (RuntimeException ex) {
			if (Exceptions.unwrap(ex) instanceof InterruptedException
					|| ex.getCause() instanceof InterruptedException) {
				throw (IOException) new InterruptedIOException("Interrupted while waiting for a Westmoon session")
					.initCause(ex);
			}
			throw ex;
		}
	}

}
