package io.westmoon.login.http;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.westmoon.login.support.Origin;
import org.springframework.util.Assert;

/**
 * The origins (scheme, host and port) that may see the session. What cannot be told for
 * sure is not allowed. Immutable.
 */
public final class AllowedOrigins {

	private final List<Origin> origins;

	private AllowedOrigins(List<Origin> origins) {
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
		Set<Origin> origins = new LinkedHashSet<>();
		for (String url : urls) {
			Origin origin = Origin.of(URI.create(url.trim()));
			Assert.isTrue(origin != null, () -> "'" + url + "' is no origin like https://api.example.com");
			origins.add(origin);
		}
		return new AllowedOrigins(List.copyOf(origins));
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

	@Override
	public String toString() {
		return this.origins.toString();
	}

}
