package io.westmoon.login.notify;

import java.time.Duration;

/**
 * How many messages a channel takes.
 *
 * @param messages how many, at least one
 * @param period in what time
 */
public record RateLimit(int messages, Duration period) {

	static RateLimit perMinute(int messages) {
		return new RateLimit(messages, Duration.ofMinutes(1));
	}

}
