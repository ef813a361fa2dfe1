package io.westmoon.login.http;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.westmoon.login.support.Origin;
import org.springframework.util.Assert;

/**
 * The origins (scheme, host and port) that may see the session. What cannot be told for
 * sure is not allowed. Immutable.
 */
public final class AllowedOrigins {

	private final List<Origin> origins;

	private final String property;

	private AllowedOrigins(List<Origin> origins, String property) {
		this.origins = origins;
		this.property = property;
	}

	/**
	 * Takes origins such as {@code https://api.example.com} or
	 * {@code http://localhost:8081}; a path is ignored.
	 * @param urls the origins; nothing is allowed if there are none
	 * @return the allowed origins
	 * @throws IllegalArgumentException if one is no absolute HTTP URL
	 */
	public static AllowedOrigins of(Collection<String> urls) {
		return of(urls, "the filter's AllowedOrigins");
	}

	/**
	 * Takes origins that a property names.
	 * @param urls the origins; nothing is allowed if there are none
	 * @param property what to change to allow others, for the log
	 * @return the allowed origins
	 * @throws IllegalArgumentException if one is no absolute HTTP URL
	 */
	public static AllowedOrigins of(Collection<String> urls, String property) {
		Set<Origin> origins = new LinkedHashSet<>();
		for (String url : urls) {
			Origin origin = Origin.of(URI.create(url.trim()));
			Assert.isTrue(origin != null, () -> "'" + url + "' is no origin like https://api.example.com");
			origins.add(origin);
		}
		return new AllowedOrigins(List.copyOf(origins), property);
	}

	/**
	 * Tells whether a request to the URL may carry the session.
	 * @param url the URL
	 * @return whether its origin is allowed
	 */
	public boolean allow(URI url) {
		for (int i = 0; i < this.origins.size(); i++) {
			if (this.origins.get(i).matches(url)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns what to change to allow others.
	 */
	String property() {
		return this.property;
	}

	/**
	 * Lists the origins.
	 */
	@Override
	public String toString() {
		return this.origins.isEmpty() ? "none"
				: this.origins.stream().map(Origin::toString).collect(Collectors.joining(", "));
	}

}
