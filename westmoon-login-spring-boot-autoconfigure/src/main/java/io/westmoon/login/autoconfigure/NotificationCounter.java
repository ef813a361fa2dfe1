package io.westmoon.login.autoconfigure;

/**
 * Counts notices.
 */
interface NotificationCounter {

	void count(String channel, boolean sent);

}
