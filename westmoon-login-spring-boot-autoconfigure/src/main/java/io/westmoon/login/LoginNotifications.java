package io.westmoon.login;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import reactor.core.publisher.Mono;

/**
 * The notices that people get about logins, for instance in a group chat. Thread-safe;
 * nothing blocks the calling thread.
 */
public interface LoginNotifications {

	/**
	 * The answer of a channel that took a notice.
	 */
	String SENT = "sent";

	/**
	 * How long people put off a notice who do not say for how long.
	 */
	Duration SNOOZE = Duration.ofHours(1);

	/**
	 * Returns the ways in which people are told about an account.
	 * @param account the name of the account
	 * @return the names of the channels that are on; empty if there is none, or no such
	 * account
	 */
	List<String> channels(String account);

	/**
	 * Sends a test notice through all channels of an account.
	 * @param account the name of the account
	 * @return what each channel answered, by the channel's name: {@value #SENT}, or why
	 * it failed, without secrets. Empty if the account has no channel; fails with
	 * {@link UnknownAccountException} if there is no such account
	 */
	Mono<Map<String, String>> test(String account);

	/**
	 * Puts off the next notice about the login under way, wherever the store is shared.
	 * @param account the name of the account
	 * @param duration for how long, one day at most
	 * @return whether a login is under way; fails with {@link UnknownAccountException} if
	 * there is no such account, and with {@link SessionStoreException}
	 */
	Mono<Boolean> snooze(String account, Duration duration);

}
