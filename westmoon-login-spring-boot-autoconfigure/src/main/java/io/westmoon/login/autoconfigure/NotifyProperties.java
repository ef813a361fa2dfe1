package io.westmoon.login.autoconfigure;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.westmoon.login.notify.WebhookChannels;
import org.jspecify.annotations.Nullable;

/**
 * How people are told about the logins of an account. A channel is on if its address is
 * set.
 */
public class NotifyProperties {

	/**
	 * Language of the notices.
	 */
	private Language language = Language.ZH;

	/**
	 * Time zone of the quiet hours and of times in notices. That of the system unless
	 * set.
	 */
	private @Nullable ZoneId timeZone;

	/**
	 * Hours at which nothing is sent, such as 22:00-08:00. What is still true then is
	 * sent at their end.
	 */
	private @Nullable String quietHours;

	/**
	 * Time after a notice at which a reminder is sent while nobody comes. With 0 none is
	 * sent.
	 */
	private Duration remindEvery = Duration.ofMinutes(30);

	/**
	 * Time that one message may take.
	 */
	private Duration timeout = Duration.ofSeconds(10);

	/**
	 * Whether robots and webhooks may have addresses within private networks, for
	 * instance a Gotify of your own.
	 */
	private boolean allowInternalAddresses;

	private final Wecom wecom = new Wecom();

	private final Dingtalk dingtalk = new Dingtalk();

	private final Feishu feishu = new Feishu();

	private final Mail mail = new Mail();

	private final Webhook webhook = new Webhook();

	public Language getLanguage() {
		return this.language;
	}

	public void setLanguage(Language language) {
		this.language = language;
	}

	public @Nullable ZoneId getTimeZone() {
		return this.timeZone;
	}

	public void setTimeZone(@Nullable ZoneId timeZone) {
		this.timeZone = timeZone;
	}

	public @Nullable String getQuietHours() {
		return this.quietHours;
	}

	public void setQuietHours(@Nullable String quietHours) {
		this.quietHours = quietHours;
	}

	public Duration getRemindEvery() {
		return this.remindEvery;
	}

	public void setRemindEvery(Duration remindEvery) {
		this.remindEvery = remindEvery;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public boolean isAllowInternalAddresses() {
		return this.allowInternalAddresses;
	}

	public void setAllowInternalAddresses(boolean allowInternalAddresses) {
		this.allowInternalAddresses = allowInternalAddresses;
	}

	public Wecom getWecom() {
		return this.wecom;
	}

	public Dingtalk getDingtalk() {
		return this.dingtalk;
	}

	public Feishu getFeishu() {
		return this.feishu;
	}

	public Mail getMail() {
		return this.mail;
	}

	public Webhook getWebhook() {
		return this.webhook;
	}

	/**
	 * What the group robots have in common.
	 */
	public abstract static class Robot {

		/**
		 * Address of the robot, as its settings in the group show it; a secret.
		 */
		private @Nullable String url;

		/**
		 * Ids of the users to mention, or all for everybody.
		 */
		private List<String> mentionUsers = new ArrayList<>();

		public @Nullable String getUrl() {
			return this.url;
		}

		public void setUrl(@Nullable String url) {
			this.url = url;
		}

		public List<String> getMentionUsers() {
			return this.mentionUsers;
		}

		public void setMentionUsers(List<String> mentionUsers) {
			this.mentionUsers = mentionUsers;
		}

	}

	/**
	 * The group robot of WeCom.
	 */
	public static class Wecom extends Robot {

		/**
		 * Mobile numbers of the users to mention.
		 */
		private List<String> mentionMobiles = new ArrayList<>();

		public List<String> getMentionMobiles() {
			return this.mentionMobiles;
		}

		public void setMentionMobiles(List<String> mentionMobiles) {
			this.mentionMobiles = mentionMobiles;
		}

	}

	/**
	 * The group robot of DingTalk.
	 */
	public static class Dingtalk extends Robot {

		/**
		 * Secret to sign messages with, if the robot wants signatures.
		 */
		private @Nullable String secret;

		/**
		 * Mobile numbers of the users to mention.
		 */
		private List<String> mentionMobiles = new ArrayList<>();

		public @Nullable String getSecret() {
			return this.secret;
		}

		public void setSecret(@Nullable String secret) {
			this.secret = secret;
		}

		public List<String> getMentionMobiles() {
			return this.mentionMobiles;
		}

		public void setMentionMobiles(List<String> mentionMobiles) {
			this.mentionMobiles = mentionMobiles;
		}

	}

	/**
	 * The group robot of Feishu or Lark.
	 */
	public static class Feishu extends Robot {

		/**
		 * Secret to sign messages with, if the robot wants signatures.
		 */
		private @Nullable String secret;

		public @Nullable String getSecret() {
			return this.secret;
		}

		public void setSecret(@Nullable String secret) {
			this.secret = secret;
		}

	}

	/**
	 * Mail.
	 */
	public static class Mail {

		/**
		 * Addresses that get mails. Needs spring-boot-starter-mail and spring.mail.host.
		 */
		private List<String> to = new ArrayList<>();

		/**
		 * Address of the sender. Defaults to spring.mail.username.
		 */
		private @Nullable String from;

		public List<String> getTo() {
			return this.to;
		}

		public void setTo(List<String> to) {
			this.to = to;
		}

		public @Nullable String getFrom() {
			return this.from;
		}

		public void setFrom(@Nullable String from) {
			this.from = from;
		}

	}

	/**
	 * Any service that takes JSON.
	 */
	public static class Webhook {

		/**
		 * Address of any service that takes JSON; a secret.
		 */
		private @Nullable String url;

		/**
		 * JSON to post, with the placeholders {title}, {text}, {link}, {account} and
		 * {kind} within strings.
		 */
		private String template = WebhookChannels.DEFAULT_TEMPLATE;

		/**
		 * Additional headers of the request, which may be secret.
		 */
		private Map<String, String> headers = new LinkedHashMap<>();

		public @Nullable String getUrl() {
			return this.url;
		}

		public void setUrl(@Nullable String url) {
			this.url = url;
		}

		public String getTemplate() {
			return this.template;
		}

		public void setTemplate(String template) {
			this.template = template;
		}

		public Map<String, String> getHeaders() {
			return this.headers;
		}

		public void setHeaders(Map<String, String> headers) {
			this.headers = headers;
		}

	}

	/**
	 * The languages of notices.
	 */
	public enum Language {

		/** Chinese. */
		ZH(Locale.CHINESE),

		/** English. */
		EN(Locale.ENGLISH);

		private final Locale locale;

		Language(Locale locale) {
			this.locale = locale;
		}

		Locale locale() {
			return this.locale;
		}

	}

}
