package io.westmoon.sample.login;

import java.net.URI;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses what a page of another origin makes a browser send, unless it only reads.
 * Browsers say where a request comes from; a program that says nothing, such as curl, is
 * no browser and acts for nobody but itself.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class SameOriginFilter implements WebFilter {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (isReading(exchange.getRequest().getMethod()) || isSameOrigin(exchange.getRequest())) {
			return chain.filter(exchange);
		}
		exchange.getResponse().setStatusCode(HttpStatus.FORBIDDEN);
		return exchange.getResponse().setComplete();
	}

	private static boolean isReading(HttpMethod method) {
		return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
	}

	private static boolean isSameOrigin(ServerHttpRequest request) {
		String site = request.getHeaders().getFirst("Sec-Fetch-Site");
		if (site != null) {
			return site.equals("same-origin");
		}
		String origin = request.getHeaders().getOrigin();
		String host = request.getHeaders().getFirst(HttpHeaders.HOST);
		return origin == null || (host != null && host.equalsIgnoreCase(authority(origin)));
	}

	private static String authority(String origin) {
		try {
			return String.valueOf(URI.create(origin).getRawAuthority());
		}
		catch (IllegalArgumentException ex) {
			return "";
		}
	}

}
