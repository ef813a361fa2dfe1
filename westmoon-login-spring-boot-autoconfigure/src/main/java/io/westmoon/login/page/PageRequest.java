package io.westmoon.login.page;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.springframework.http.HttpHeaders;

/**
 * What the page wants to know of a request, whatever the stack.
 *
 * @param uri the URI as the application sees it, which follows forwarded headers where
 * the application is told to
 * @param headers the headers
 */
record PageRequest(URI uri, HttpHeaders headers) {

	private static final Pattern ADDRESS = Pattern.compile("[\\d.]+|\\[.*]");

	private static final Pattern PORT = Pattern.compile(":\\d*$");

	/**
	 * Returns the languages that the browser accepts, the best first; none if it does not
	 * say so in a proper way.
	 */
	List<Locale> languages() {
		try {
			return this.headers.getAcceptLanguageAsLocales();
		}
		catch (IllegalArgumentException ex) {
			return List.of();
		}
	}

	/**
	 * Tells whether the page is served under the name that the request asks for. Where
	 * the public address is known, no other name of the public DNS is: somebody else may
	 * let a name of theirs lead here to make a browser believe that their page and this
	 * one are of one origin. An address, or a name without a dot, cannot be theirs; a
	 * proxy may use it.
	 */
	boolean isForThisHost(LoginPageSettings settings) {
		if (settings.publicUrl() == null) {
			return true;
		}
		String host = host(this.uri);
		return host.equalsIgnoreCase(host(URI.create(settings.publicUrl()))) || !host.contains(".")
				|| ADDRESS.matcher(host).matches();
	}

	/**
	 * A name with an underscore is no host for a URI, but one for a container.
	 */
	private static String host(URI uri) {
		String host = (uri.getHost() != null) ? uri.getHost() : uri.getAuthority();
		return (host != null) ? PORT.matcher(host).replaceFirst("") : "";
	}

	boolean isSameOrigin(LoginPageSettings settings) {
		return SameOrigin.test(this.uri, settings.publicUrl(), this.headers);
	}

}
