package io.westmoon.login.platform;

import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.util.Assert;

/**
 * The headers of all three calls, but for {@code Authorization}.
 */
final class PlatformHeaders {

	private static final String ACCEPT = "application/json, text/plain, */*";

	private PlatformHeaders() {
	}

	static HttpHeaders of(String userAgent, Map<String, String> more) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.ACCEPT, ACCEPT);
		add(headers, HttpHeaders.USER_AGENT, userAgent);
		more.forEach((name, value) -> add(headers, name, value));
		return headers;
	}

	private static void add(HttpHeaders headers, String name, String value) {
		Assert.isTrue(name.matches("[!#$%&'*+.^_`|~\\w-]+"), "A header's name is not valid");
		Assert.isTrue(!name.equalsIgnoreCase(HttpHeaders.AUTHORIZATION),
				"The headers must not set Authorization, which carries the session");
		Assert.isTrue(value.chars().noneMatch((c) -> (c < 0x20 && c != '\t') || c == 0x7f),
				() -> "The value of the header " + name + " has control characters");
		headers.set(name, value);
	}

}
