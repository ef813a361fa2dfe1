package io.westmoon.login.page;

import java.nio.charset.StandardCharsets;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * What to answer to a request, whatever the stack. Nothing of it is ever kept by a
 * browser or a proxy, nor guessed to be of another type.
 *
 * @param status the status
 * @param headers the headers
 * @param body the body
 */
record PageResponse(HttpStatus status, HttpHeaders headers, byte[] body) {

	private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

	static PageResponse html(HttpStatus status, String policy, String html) {
		PageResponse answer = of(status, HTML, html.getBytes(StandardCharsets.UTF_8));
		answer.headers.set("Content-Security-Policy", policy);
		return answer;
	}

	static PageResponse json(HttpStatus status, String json) {
		return of(status, MediaType.APPLICATION_JSON, json.getBytes(StandardCharsets.UTF_8));
	}

	static PageResponse empty(HttpStatus status) {
		return new PageResponse(status, guarded(), new byte[0]);
	}

	static PageResponse of(HttpStatus status, MediaType type, byte[] body) {
		HttpHeaders headers = guarded();
		headers.setContentType(type);
		return new PageResponse(status, headers, body);
	}

	PageResponse with(String name, String value) {
		this.headers.set(name, value);
		return this;
	}

	/**
	 * Returns the headers of a stream, which proxies are asked not to hold back.
	 */
	static HttpHeaders stream() {
		HttpHeaders headers = guarded();
		headers.set("X-Accel-Buffering", "no");
		return headers;
	}

	private static HttpHeaders guarded() {
		HttpHeaders headers = new HttpHeaders();
		headers.setCacheControl("no-store");
		headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
		headers.set("Cross-Origin-Resource-Policy", "same-origin");
		headers.set("Referrer-Policy", "no-referrer");
		headers.set("X-Content-Type-Options", "nosniff");
		headers.set("X-Robots-Tag", "noindex, nofollow");
		return headers;
	}

}
