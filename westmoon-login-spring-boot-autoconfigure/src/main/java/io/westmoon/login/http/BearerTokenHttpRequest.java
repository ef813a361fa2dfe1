package io.westmoon.login.http;

import io.westmoon.login.WestmoonSession;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.support.HttpRequestWrapper;

/**
 * Another request plus the {@code Authorization} header, for a blocking client.
 */
final class BearerTokenHttpRequest extends HttpRequestWrapper {

	private final HttpHeaders headers = new HttpHeaders();

	BearerTokenHttpRequest(HttpRequest request, WestmoonSession session) {
		super(request);
		this.headers.addAll(request.getHeaders());
		this.headers.set(HttpHeaders.AUTHORIZATION, session.authorization());
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

}
