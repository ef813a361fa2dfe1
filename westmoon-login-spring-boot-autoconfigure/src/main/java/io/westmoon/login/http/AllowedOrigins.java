package io.westmoon.login.http;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * The origins (scheme, host and port) that may see the session. What cannot be told for
 * sure is not allowed. Immutable.
 */
public final class AllowedOrigins {

	private final Set<String> origins;

	private AllowedOrigins(Set<String> origins) {
		this.origins = origins;
	}

	/**
	 * Takes origins such as {@code https://api.example.com} or
	 * {@code http://localhost:8081}; a path is ignored.
	 * @param urls the origins; nothing is allowed if there are none
	 * @return the allowed origins
	 * @throws IllegalArgumentException if one is no absolute HTTP URL
	 */
	public static AllowedOrigins of(Collection<String> urls) {
		Set<String> origins = new LinkedHashSet<>();
		for (String url : urls) {
			String origin = origin(URI.create(url.trim()));
			Assert.isTrue(origin != null, () -> "'" + url + "' is no origin like https://api.example.com");
			origins.add(origin);
		}
		return new AllowedOrigins(origins);
	}

	/**
	 * Tells whether a request to the URL may carry the session.
	 * @param url the URL
	 * @return whether its origin is allowed
	 */
	public boolean allow(URI url) {
		String origin = origin(url);
		return origin != null && this.origins.contains(origin);
	}

	private static @Nullable String origin(URI url) {
		String scheme = url.getScheme();
		String host = url.getHost();
		if (scheme == null || host == null || url.getRawUserInfo() != null) {
			return null;
		}
		return switch (scheme.toLowerCase(Locale.ROOT)) {
			case "http" -> origin("http", host, url.getPort(), 80);
			case "https" -> origin("https", host, url.getPort(), 443);
			default -> null;
		};
	}

	private static String origin(String scheme, String host, int port, int defaultPort) {
		return scheme + "://" + host.toLowerCase(Locale.ROOT) + ":" + ((port == -1) ? defaultPort : port);
	}

	@Override
	public String toString() {
		return this.origins.toString();
	}

}
