package io.westmoon.login.page;

import java.net.URI;

import org.springframework.http.HttpHeaders;

/**
 * What the page wants to know of a request, whatever the stack.
 *
 * @param uri the URI as the application sees it, which follows forwarded headers where
 * the application is told to
 * @param headers the headers
 */
record PageRequest(URI uri, HttpHeaders headers) {

	boolean isSameOrigin(LoginPageSettings settings) {
		return SameOrigin.test(this.uri, settings.publicUrl(), this.headers);
	}

}
