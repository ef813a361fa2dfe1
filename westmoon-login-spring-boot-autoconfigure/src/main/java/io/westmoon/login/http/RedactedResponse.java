package io.westmoon.login.http;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.reactive.function.client.support.ClientResponseWrapper;
import reactor.core.publisher.Mono;

/**
 * A response that does not show the session its request carried, nor do the exceptions
 * made of it.
 */
final class RedactedResponse extends ClientResponseWrapper {

	RedactedResponse(ClientResponse response) {
		super(response);
	}

	/**
	 * Removes the session from an exception in place.
	 */
	static void redact(WebClientRequestException exception) {
		exception.getHeaders().remove(HttpHeaders.AUTHORIZATION);
	}

	@Override
	public HttpRequest request() {
		return new RedactedRequest(super.request());
	}

	@Override
	public Builder mutate() {
		return response().mutate().request(request());
	}

	@Override
	public Mono<WebClientResponseException> createException() {
		return Mono.defer(() -> mutate().build().createException());
	}

	@Override
	public <T> Mono<T> createError() {
		return createException().flatMap(Mono::error);
	}

}
