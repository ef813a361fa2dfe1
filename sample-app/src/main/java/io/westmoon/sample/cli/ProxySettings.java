package io.westmoon.sample.cli;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * The proxy that the environment names, by the variables that other command-line tools
 * know: {@code http_proxy}, {@code https_proxy} and {@code no_proxy}, also in upper case.
 *
 * @param host the proxy's host
 * @param port the proxy's port
 * @param user who to be there; {@code null} for nobody
 * @param password the password, a secret; {@code null} for none
 */
record ProxySettings(String host, int port, @Nullable String user, @Nullable String password) {

	/**
	 * Finds the proxy for a URL.
	 * @param environment the process's environment
	 * @param url the URL
	 * @return the proxy; {@code null} to do without one
	 * @throws InvalidProxyException if a variable names no proxy
	 */
	static @Nullable ProxySettings of(Map<String, String> environment, URI url) {
		String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
		String variable = scheme + "_proxy";
		String value = value(environment, variable);
		// A CGI server sets HTTP_PROXY to what a caller sends.
		boolean foreign = environment.containsKey("REQUEST_METHOD") && !environment.containsKey(variable);
		if (value.isEmpty() || foreign || isExcluded(value(environment, "no_proxy"), url)) {
			return null;
		}
		return parse(variable, value);
	}

	private static String value(Map<String, String> environment, String variable) {
		String upper = environment.getOrDefault(variable.toUpperCase(Locale.ROOT), "");
		return environment.getOrDefault(variable, upper).strip();
	}

	private static ProxySettings parse(String variable, String value) {
		try {
			URI uri = URI.create(value.contains("://") ? value : "http://" + value);
			if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
				throw new InvalidProxyException(variable);
			}
			String login = uri.getRawUserInfo();
			String[] parts = (login != null) ? login.split(":", 2) : new String[0];
			return new ProxySettings(uri.getHost(), (uri.getPort() > 0) ? uri.getPort() : 80, part(parts, 0),
					part(parts, 1));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidProxyException(variable);
		}
	}

	private static @Nullable String part(String[] parts, int index) {
		return (parts.length > index) ? UriUtils.decode(parts[index], StandardCharsets.UTF_8) : null;
	}

	private static boolean isExcluded(String noProxy, URI url) {
		String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
		int port = (url.getPort() > 0) ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
		return Arrays.stream(noProxy.toLowerCase(Locale.ROOT).split(","))
			.map(String::strip)
			.filter((name) -> !name.isEmpty())
			.anyMatch((name) -> name.equals("*") || matches(name, host) || matches(name, host + ":" + port));
	}

	private static boolean matches(String name, String host) {
		String domain = name.startsWith(".") ? name.substring(1) : name;
		return host.equals(domain) || host.endsWith("." + domain);
	}

	/**
	 * Shows neither the user nor the password.
	 */
	@Override
	public String toString() {
		return this.host + ":" + this.port;
	}

	/**
	 * A variable names no proxy. Its message is the variable; its value may hold a
	 * password.
	 */
	static final class InvalidProxyException extends IllegalArgumentException {

		InvalidProxyException(String variable) {
			super(variable);
		}

	}

}
