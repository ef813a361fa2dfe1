package io.westmoon.login.support;

import java.net.URI;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A web origin as in RFC 6454: scheme, host and port. Immutable.
 *
 * @param scheme {@code http} or {@code https}, in lower case
 * @param host the host, in lower case
 * @param port the port; the scheme's default is filled in
 */
public record Origin(String scheme, String host, int port) {

	/**
	 * Returns the origin of a URL.
	 * @param url the URL; may be {@code null}
	 * @return the origin; {@code null} unless the URL is an absolute HTTP or HTTPS URL
	 * without user information
	 */
	public static @Nullable Origin of(@Nullable URI url) {
		if (url == null || url.getScheme() == null || url.getHost() == null || url.getRawUserInfo() != null) {
			return null;
		}
		int port = port(url);
		return (port == -1) ? null
				: new Origin(url.getScheme().toLowerCase(Locale.ROOT), url.getHost().toLowerCase(Locale.ROOT), port);
	}

	/**
	 * Tells whether a URL has this origin. Allocates nothing, so it can be asked for
	 * every request.
	 * @param url the URL
	 * @return whether scheme, host and port are equal and there is no user information
	 */
	public boolean matches(URI url) {
		return this.scheme.equalsIgnoreCase(url.getScheme()) && this.host.equalsIgnoreCase(url.getHost())
				&& this.port == port(url) && url.getRawUserInfo() == null;
	}

	private static int port(URI url) {
		if ("http".equalsIgnoreCase(url.getScheme())) {
			return (url.getPort() == -1) ? 80 : url.getPort();
		}
		if ("https".equalsIgnoreCase(url.getScheme())) {
			return (url.getPort() == -1) ? 443 : url.getPort();
		}
		return -1;
	}

	/**
	 * Returns the origin as people write it, for instance {@code https://api.example.com}
	 * or {@code http://localhost:8081}.
	 */
	@Override
	public String toString() {
		boolean isDefault = this.port == ("https".equals(this.scheme) ? 443 : 80);
		return this.scheme + "://" + this.host + (isDefault ? "" : ":" + this.port);
	}

}
