package io.westmoon.login.http;

import java.util.Map;

import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.support.HttpRequestWrapper;

/**
 * Another request plus the {@code Authorization} header and the business headers, for a
 * blocking client.
 */
final class BearerTokenHttpRequest extends HttpRequestWrapper {

	private final HttpHeaders headers = new HttpHeaders();

	BearerTokenHttpRequest(HttpRequest request, WestmoonSession session,
			@Nullable Map<String, String> businessHeaders) {
		super(request);
		this.headers.addAll(request.getHeaders());
		this.headers.set(HttpHeaders.AUTHORIZATION, session.authorization());
		if (businessHeaders != null) {
			BusinessHeaders.add(businessHeaders, request.getHeaders(), this.headers);
		}
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

}
