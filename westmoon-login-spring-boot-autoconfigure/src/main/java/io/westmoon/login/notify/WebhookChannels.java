package io.westmoon.login.notify;

import java.net.URI;
import java.time.Clock;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Makes the channels that post to an address.
 */
public final class WebhookChannels {

	/**
	 * The message of a {@link #webhook webhook} without a template of its own.
	 */
	public static final String DEFAULT_TEMPLATE = "{\"title\":\"{title}\",\"text\":\"{text}\",\"link\":\"{link}\","
			+ "\"account\":\"{account}\",\"kind\":\"{kind}\"}";

	private final WebhookClient client;

	private final Clock clock;

	/**
	 * Creates a factory.
	 * @param client posts the messages
	 * @param clock the time that is signed
	 */
	public WebhookChannels(WebhookClient client, Clock clock) {
		this.client = client;
		this.clock = clock;
	}

	/**
	 * Makes a channel of a WeCom group robot.
	 * @param url the address of the robot, a secret
	 * @param mentions who is mentioned
	 * @return the channel
	 */
	public NotificationChannel wecom(URI url, Mentions mentions) {
		return new WeComChannel(this.client, url, mentions);
	}

	/**
	 * Makes a channel of a DingTalk group robot.
	 * @param url the address of the robot, a secret
	 * @param secret what to sign with; {@code null} for no signature
	 * @param mentions who is mentioned
	 * @return the channel
	 */
	public NotificationChannel dingTalk(URI url, @Nullable String secret, Mentions mentions) {
		return new DingTalkChannel(this.client, url, secret, mentions, this.clock);
	}

	/**
	 * Makes a channel of a Feishu or Lark group robot.
	 * @param url the address of the robot, a secret
	 * @param secret what to sign with; {@code null} for no signature
	 * @param mentions who is mentioned; mobile numbers are ignored
	 * @return the channel
	 */
	public NotificationChannel feishu(URI url, @Nullable String secret, Mentions mentions) {
		return new FeishuChannel(this.client, url, secret, mentions, this.clock);
	}

	/**
	 * Makes a channel of any service that takes JSON.
	 * @param url the address, a secret
	 * @param template the message, in which <code>{title}</code>, <code>{text}</code>,
	 * <code>{link}</code>, <code>{account}</code> and <code>{kind}</code> are replaced
	 * within strings
	 * @param headers more headers of the request
	 * @return the channel
	 */
	public NotificationChannel webhook(URI url, String template, Map<String, String> headers) {
		return new WebhookChannel(this.client, url, template, headers);
	}

	/**
	 * Tells whether a template makes JSON once its placeholders are replaced.
	 * @param template the template
	 * @return whether it does
	 */
	public static boolean isTemplate(String template) {
		return WebhookChannel.isJson(template);
	}

}
