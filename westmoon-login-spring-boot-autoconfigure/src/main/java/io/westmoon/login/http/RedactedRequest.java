package io.westmoon.login.http;

import java.net.URI;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;

/**
 * A request without its {@code Authorization} header.
 *
 * @param request the request as it was sent
 */
record RedactedRequest(HttpRequest request) implements HttpRequest {

	@Override
	public HttpMethod getMethod() {
		return this.request.getMethod();
	}

	@Override
	public URI getURI() {
		return this.request.getURI();
	}

	@Override
	public Map<String, Object> getAttributes() {
		return this.request.getAttributes();
	}

	@Override
	public HttpHeaders getHeaders() {
		HttpHeaders headers = new HttpHeaders();
		headers.addAll(this.request.getHeaders());
		headers.remove(HttpHeaders.AUTHORIZATION);
		return HttpHeaders.readOnlyHttpHeaders(headers);
	}

	@Override
	public String toString() {
		return getMethod() + " " + getURI();
	}

}
