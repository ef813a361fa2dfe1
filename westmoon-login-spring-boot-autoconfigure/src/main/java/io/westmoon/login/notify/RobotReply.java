package io.westmoon.login.notify;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import org.springframework.util.StringUtils;
import tools.jackson.databind.JsonNode;

/**
 * How a robot says what became of a message: robots answer with HTTP status 200 also if
 * they refuse it.
 *
 * @param code the field that holds the code, which is 0 for success
 * @param reason the field that holds the reason
 * @param busy the codes after which to try again in a moment
 * @param limited the codes of too many messages
 * @param limitedFor how long the robot takes no message after too many
 */
record RobotReply(String code, String reason, Set<Long> busy, Set<Long> limited, Duration limitedFor) {

	private static final int MAX_REASON = 200;

	private static final int SHORTEST_SECRET = 6;

	/**
	 * Reads a reply.
	 * @param url the address of the robot; what identifies it must not be shown if the
	 * robot repeats it
	 * @return completes if the robot took the message; fails with
	 * {@link NotificationException} otherwise
	 */
	Mono<Void> check(JsonNode reply, URI url) {
		Long code = code(reply.path(this.code));
		if (code == null) {
			return Mono.error(new NotificationException(
					"the reply has no " + this.code + ", so it does not come from the robot", null));
		}
		return (code == 0) ? Mono.empty()
				: Mono.error(new NotificationException((this.code + " " + code + " " + reason(reply, url)).strip(),
						retryAfter(code)));
	}

	/**
	 * Some documentation shows the code as a string.
	 */
	static @Nullable Long code(JsonNode value) {
		if (value.isIntegralNumber()) {
			return value.asLong();
		}
		return (value.isString() && value.stringValue().matches("-?\\d{1,18}")) ? Long.valueOf(value.stringValue())
				: null;
	}

	private @Nullable Duration retryAfter(long code) {
		return this.busy.contains(code) ? WebhookClient.SOON : this.limited.contains(code) ? this.limitedFor : null;
	}

	/**
	 * Returns what a reply gives as the reason, without the values of the address's query
	 * and the last part of its path.
	 */
	private String reason(JsonNode reply, URI url) {
		String reason = reply.path(this.reason).asString("");
		String address = url.getRawPath().substring(url.getRawPath().lastIndexOf('/') + 1) + "&" + url.getRawQuery();
		for (String part : StringUtils.tokenizeToStringArray(address, "&")) {
			String secret = part.substring(part.indexOf('=') + 1);
			reason = (secret.length() < SHORTEST_SECRET) ? reason : reason.replace(secret, "***");
		}
		return reason.substring(0, Math.min(reason.length(), MAX_REASON));
	}

}
