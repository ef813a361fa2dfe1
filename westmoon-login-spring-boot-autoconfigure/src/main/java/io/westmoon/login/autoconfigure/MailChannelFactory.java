package io.westmoon.login.autoconfigure;

import java.util.List;

import io.westmoon.login.notify.NotificationChannel;
import org.jspecify.annotations.Nullable;

/**
 * Makes channels that send mails; there is none without Spring's mail support.
 */
interface MailChannelFactory {

	/**
	 * Makes a channel.
	 * @param to the addresses of people
	 * @param from the address of the sender; {@code null} for the mail sender's own
	 * @param prefix what the names of the account's settings begin with
	 */
	NotificationChannel create(List<String> to, @Nullable String from, String prefix);

}
