package io.westmoon.login.http;

import io.westmoon.login.LoginRequiredException;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * Lets a WebFlux application answer 503 where nobody handles a
 * {@link LoginRequiredException}, in the format of its other errors. Spring MVC does so
 * by itself. Thread-safe.
 */
public final class LoginRequiredExceptionHandler implements WebExceptionHandler, Ordered {

	/**
	 * Before the handler of Spring Boot, which answers 500 to any exception but its own.
	 */
	private static final int ORDER = -2;

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
		if (!(error instanceof LoginRequiredException required) || exchange.getResponse().isCommitted()) {
			return Mono.error(error);
		}
		HttpHeaders headers = exchange.getResponse().getHeaders();
		required.getHeaders().forEach(headers::put);
		return Mono.error(new ResponseStatusException(required.getStatusCode(), null, required));
	}

}
