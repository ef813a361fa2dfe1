package io.westmoon.login.page;

import java.net.URI;

import io.westmoon.login.support.Origin;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Tells whether a request was made by a page of the same origin, as the browser says. A
 * request that says nothing of its origin was not.
 */
final class SameOrigin {

	private SameOrigin() {
	}

	/**
	 * Looks at {@code Sec-Fetch-Site} or, where a browser does not send it, at
	 * {@code Origin}.
	 * @param uri the URI of the request
	 * @param publicUrl where people reach the page, behind a proxy that the URI does not
	 * know of; {@code null} if unknown
	 * @param headers the request's headers
	 * @return whether the request comes from the same origin
	 */
	static boolean test(URI uri, @Nullable String publicUrl, HttpHeaders headers) {
		String site = headers.getFirst("Sec-Fetch-Site");
		if (site != null) {
			return site.equals("same-origin");
		}
		Origin origin = Origin.of(parse(headers.getFirst(HttpHeaders.ORIGIN)));
		return origin != null && (origin.equals(Origin.of(uri)) || origin.equals(Origin.of(parse(publicUrl))));
	}

	private static @Nullable URI parse(@Nullable String uri) {
		try {
			return (uri != null) ? URI.create(uri) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
