package io.westmoon.login.autoconfigure;

import java.net.URI;
import java.util.function.Function;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.http.client.reactive.ClientHttpResponse;
import reactor.core.publisher.Mono;

/**
 * Makes requests that carry an {@code Authorization} header with a connector that follows
 * no redirects, and all others with one that may. Whether there is a header is known only
 * when the request is written: nothing has been sent then, so it is written anew to the
 * other connector.
 */
final class SessionRedirectGuard implements ClientHttpConnector {

	private final ClientHttpConnector following;

	private final ClientHttpConnector strict;

	/**
	 * Creates a guard.
	 * @param following makes requests without the header
	 * @param strict makes requests with the header; must not follow redirects
	 */
	SessionRedirectGuard(ClientHttpConnector following, ClientHttpConnector strict) {
		this.following = following;
		this.strict = strict;
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return this.following.connect(method, uri, (request) -> requestCallback.apply(new GuardedRequest(request)))
			.onErrorResume(AuthorizationFound.class, (ex) -> this.strict.connect(method, uri, requestCallback));
	}

	/**
	 * Fails before anything is written if there is an {@code Authorization} header.
	 */
	private static final class GuardedRequest extends ClientHttpRequestDecorator {

		GuardedRequest(ClientHttpRequest request) {
			super(request);
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return guard(super.writeWith(body));
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return guard(super.writeAndFlushWith(body));
		}

		@Override
		public Mono<Void> setComplete() {
			return guard(super.setComplete());
		}

		private Mono<Void> guard(Mono<Void> writing) {
			return Mono.defer(() -> getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)
					? Mono.error(new AuthorizationFound()) : writing);
		}

	}

	/**
	 * Leads a request to the other connector; never seen outside.
	 */
	private static final class AuthorizationFound extends RuntimeException {

		AuthorizationFound() {
			super("The request carries an Authorization header", null, false, false);
		}

	}

}
