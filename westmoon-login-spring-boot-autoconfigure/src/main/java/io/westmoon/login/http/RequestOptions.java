package io.westmoon.login.http;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a caller says about one request, by the attributes of the request. The same for
 * all clients.
 */
final class RequestOptions {

	static final String WAIT_TIMEOUT = WestmoonBearerTokenFilter.class.getName() + ".WAIT_TIMEOUT";

	static final String NO_REPLAY = WestmoonBearerTokenFilter.class.getName() + ".NO_REPLAY";

	static final String REPLAYABLE = WestmoonBearerTokenFilter.class.getName() + ".REPLAYABLE";

	static final String ACCOUNT = WestmoonBearerTokenFilter.class.getName() + ".ACCOUNT";

	static final String OPTIONAL = WestmoonBearerTokenFilter.class.getName() + ".OPTIONAL";

	static final String ANNOTATED = WestmoonBearerTokenFilter.class.getName() + ".ANNOTATED";

	private RequestOptions() {
	}

	static @Nullable String account(Map<String, Object> attributes) {
		return (String) attributes.get(ACCOUNT);
	}

	static @Nullable Duration waitTimeout(Map<String, Object> attributes) {
		return (Duration) attributes.get(WAIT_TIMEOUT);
	}

	static boolean mayBeReplayed(Map<String, Object> attributes) {
		return !attributes.containsKey(NO_REPLAY) && !isOptional(attributes);
	}

	static boolean isOptional(Map<String, Object> attributes) {
		return attributes.containsKey(OPTIONAL);
	}

	/**
	 * Returns the account that an annotation names, empty if it names none.
	 * @return {@code null} without an annotation
	 */
	static @Nullable String annotatedAccount(Map<String, Object> attributes) {
		return (String) attributes.get(ANNOTATED);
	}

	static boolean isReplayable(Map<String, Object> attributes) {
		return attributes.containsKey(REPLAYABLE);
	}

}
