package io.westmoon.login.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.westmoon.login.support.Origin;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.Assert;

/**
 * Headers that business calls get beside the session, by origin, for instance
 * {@code x-app-code}: <pre class="code">
 * BusinessHeaders.of(Map.of("https://api-x.westmonth.com", Map.of("x-app-code", "shop")))
 * </pre> A header that a call has already stays as it is. Immutable.
 */
public final class BusinessHeaders {

	/**
	 * No headers.
	 */
	public static final BusinessHeaders NONE = new BusinessHeaders(List.of());

	/**
	 * Headers that carry the session, or that the client itself sets for each request.
	 */
	private static final Set<String> REFUSED = Set.of("authorization", "connection", "expect", "host", "keep-alive",
			"proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade");

	private final Group[] groups;

	private BusinessHeaders(List<Group> groups) {
		this.groups = groups.toArray(Group[]::new);
	}

	/**
	 * Takes headers by origin.
	 * @param headers the headers of each origin, such as
	 * {@code https://api-x.westmonth.com}; a path is ignored
	 * @return the headers
	 * @throws IllegalArgumentException if an origin or a header cannot be used; the
	 * message does not quote values
	 */
	public static BusinessHeaders of(Map<String, Map<String, String>> headers) {
		List<Group> groups = new ArrayList<>();
		headers.forEach((url, values) -> {
			Origin origin = origin(url);
			Assert.isTrue(groups.stream().noneMatch((group) -> group.origin.equals(origin)),
					() -> "The origin " + origin + " is named twice");
			values.forEach(BusinessHeaders::check);
			groups.add(new Group(origin, new LinkedHashMap<>(values)));
		});
		return groups.isEmpty() ? NONE : new BusinessHeaders(groups);
	}

	private static Origin origin(String url) {
		Origin origin = null;
		try {
			origin = Origin.of(URI.create(url.trim()));
		}
		catch (IllegalArgumentException ex) {
			// Said below.
		}
		Assert.isTrue(origin != null, () -> "'" + url + "' is no origin. Put it in brackets, so that its special"
				+ " characters stay: \"[https://api-x.westmonth.com]\"");
		return origin;
	}

	private static void check(String name, @Nullable String value) {
		Assert.isTrue(name.matches("[!#$%&'*+.^_`|~\\w-]+"), () -> "'" + name + "' is no name of a header");
		String plain = name.toLowerCase(Locale.ROOT);
		Assert.isTrue(!REFUSED.contains(plain) && !plain.startsWith("content-"), () -> "The header " + name
				+ " cannot be set here: it carries the session, or the HTTP client sets it for each request");
		Assert.isTrue(value != null && value.chars().allMatch((c) -> c == '\t' || (c >= 0x20 && c < 0x7f)),
				() -> "The value of the header " + name + " must consist of printable ASCII characters");
	}

	/**
	 * Returns the headers for requests to a URL. Allocates nothing.
	 * @return {@code null} if there are none
	 */
	@Nullable Map<String, String> get(URI url) {
		for (Group group : this.groups) {
			if (group.origin.matches(url)) {
				return group.headers;
			}
		}
		return null;
	}

	/**
	 * Adds headers to a request, but for those that it has.
	 * @param own the headers of the request
	 * @param target where to add them
	 */
	static void add(Map<String, String> headers, HttpHeaders own, HttpHeaders target) {
		headers.forEach((name, value) -> {
			if (!own.containsHeader(name)) {
				target.set(name, value);
			}
		});
	}

	/**
	 * Returns the origins that get headers.
	 * @return the origins as URLs
	 */
	public List<String> origins() {
		return Arrays.stream(this.groups).map((group) -> group.origin.toString()).toList();
	}

	/**
	 * Shows the names only, since a value may be a secret.
	 */
	@Override
	public String toString() {
		return Arrays.stream(this.groups)
			.map((group) -> group.origin + "=" + group.headers.keySet())
			.collect(Collectors.joining(", ", "BusinessHeaders[", "]"));
	}

	private record Group(Origin origin, Map<String, String> headers) {
	}

}
