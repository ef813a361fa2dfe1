package io.westmoon.login.platform;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

import org.springframework.util.StringUtils;

/**
 * Where the platform is. Checked when made: nobody on the way can read the calls, unless
 * that was allowed.
 *
 * @param origin scheme, host and port
 * @param path what all paths begin with; empty or without a slash at its end
 */
record BaseUrl(String origin, String path) {

	private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

	static BaseUrl parse(String url, boolean allowInsecureHttp) {
		URI uri = uri(url);
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		check(scheme.equals("https") || scheme.equals("http"), "must begin with https://");
		String authority = (uri.getRawAuthority() != null) ? uri.getRawAuthority() : "";
		check(!authority.contains("@"), "must not carry a user name or password");
		check(uri.getRawQuery() == null, "must not have a query");
		check(uri.getRawFragment() == null, "must not have a fragment");
		check(uri.getHost() != null, "has no valid host");
		BaseUrl base = new BaseUrl(scheme + "://" + authority.toLowerCase(Locale.ROOT),
				StringUtils.trimTrailingCharacter(uri.getRawPath(), '/'));
		if (!isSecure(uri) && !allowInsecureHttp) {
			throw new InsecureBaseUrlException(base.origin() + base.path());
		}
		return base;
	}

	/**
	 * Adds a path and a query.
	 * @param pathAndQuery both, encoded
	 * @return the URI of a call
	 */
	URI resolve(String pathAndQuery) {
		return URI.create(this.origin + this.path + pathAndQuery);
	}

	static boolean isSecure(URI uri) {
		return "https".equalsIgnoreCase(uri.getScheme()) || (uri.getHost() != null && isLoopback(uri.getHost()));
	}

	private static URI uri(String url) {
		try {
			return new URI(url.strip());
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException(
					"The base URL is not a URL: " + ex.getReason() + " at position " + ex.getIndex());
		}
	}

	private static void check(boolean valid, String problem) {
		if (!valid) {
			throw new IllegalArgumentException("The base URL " + problem);
		}
	}

	/**
	 * Judges the literal and never asks a name server, whose answer could change.
	 */
	private static boolean isLoopback(String host) {
		if (!host.startsWith("[")) {
			return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
		}
		try {
			return InetAddress.getByName(host).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}
