package io.westmoon.login.notify;

import java.util.List;

import reactor.core.publisher.Mono;

/**
 * A way to reach people. With Spring, each bean of this type gets the notices of all
 * accounts, one after the other. Implementations are thread-safe.
 */
public interface NotificationChannel {

	/**
	 * Names the channel in log lines and reports.
	 * @return a short name without secrets, for instance {@code wecom}
	 */
	String name();

	/**
	 * Turns a notice into messages, which are sent one after the other. A message is
	 * given up after the time-out of the channel, and subscribed again up to twice if it
	 * fails for a reason that may pass.
	 * @param notice the notice
	 * @return the messages, each of which is sent when it is subscribed to; a failure
	 * should be a {@link NotificationException}. Must not block, nor may the messages on
	 * subscription
	 */
	List<Mono<Void>> messages(Notice notice);

	/**
	 * Tells how many messages the channel takes. More of them wait.
	 * @return the limits, none unless overridden
	 */
	default List<RateLimit> limits() {
		return List.of();
	}

}
