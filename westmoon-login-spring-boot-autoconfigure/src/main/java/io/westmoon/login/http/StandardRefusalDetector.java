package io.westmoon.login.http;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Goes by the status and, if there are codes, by the envelope in successful JSON answers.
 */
final class StandardRefusalDetector implements RefusalDetector {

	static final RefusalDetector UNAUTHORIZED = new StandardRefusalDetector(List.of(), List.of());

	/**
	 * In place of a code: a field {@code success} that is {@code false}.
	 */
	private static final String UNSUCCESSFUL = "success:false";

	private final int[] statuses;

	private final Set<String> codes;

	private final boolean unsuccessful;

	StandardRefusalDetector(List<Integer> statuses, List<String> codes) {
		this.statuses = statuses.stream().mapToInt(Integer::intValue).toArray();
		this.codes = new HashSet<>();
		codes.forEach((code) -> this.codes.add(code.strip()));
		this.unsuccessful = this.codes.remove(UNSUCCESSFUL);
	}

	@Override
	public boolean isRefused(HttpStatusCode status, HttpHeaders headers) {
		int value = status.value();
		if (value == HttpStatus.UNAUTHORIZED.value()) {
			return true;
		}
		for (int refused : this.statuses) {
			if (refused == value) {
				return true;
			}
		}
		return false;
	}

	@Override
	public @Nullable BodyInspector inspector(HttpStatusCode status, HttpHeaders headers) {
		boolean wanted = (this.unsuccessful || !this.codes.isEmpty()) && status.is2xxSuccessful()
				&& headers.getContentLength() <= BodyInspection.MAX_LENGTH && isJson(headers);
		return wanted ? new EnvelopeInspector(this.codes, this.unsuccessful) : null;
	}

	/**
	 * Streams of JSON values are none.
	 */
	private static boolean isJson(HttpHeaders headers) {
		MediaType type;
		try {
			type = headers.getContentType();
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
		if (type == null || !type.getType().equalsIgnoreCase("application")) {
			return false;
		}
		String subtype = type.getSubtype();
		return subtype.equalsIgnoreCase("json")
				|| ("json".equalsIgnoreCase(type.getSubtypeSuffix()) && !subtype.equalsIgnoreCase("stream+json"));
	}

}
