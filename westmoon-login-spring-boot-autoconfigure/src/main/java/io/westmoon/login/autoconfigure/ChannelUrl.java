package io.westmoon.login.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.westmoon.login.platform.WebClientWestmoonPlatform;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * The addresses of robots and webhooks, which are secrets, and where they may lead.
 */
enum ChannelUrl {

	WECOM("key=", "qyapi.weixin.qq.com"), DINGTALK("access_token=", "oapi.dingtalk.com"),
	FEISHU("/open-apis/bot/", "open.feishu.cn", "open.larksuite.com"), WEBHOOK("");

	/**
	 * What each address of the robots has. Without it, half of the address was copied.
	 */
	private final String part;

	// A list that cannot be changed.
	@SuppressWarnings("ImmutableEnumChecker")
	private final List<String> hosts;

	ChannelUrl(String part, String... hosts) {
		this.part = part;
		this.hosts = List.of(hosts);
	}

	/**
	 * Returns the address of the channel.
	 * @param settings what is set for an account
	 * @return the address; {@code null} if the channel is off
	 * @throws IllegalArgumentException if it must not be used; the message does not show
	 * it
	 */
	@Nullable URI of(WestmoonAccountProperties settings) {
		NotifyProperties notify = settings.getNotify();
		String value = switch (this) {
			case WECOM -> notify.getWecom().getUrl();
			case DINGTALK -> notify.getDingtalk().getUrl();
			case FEISHU -> notify.getFeishu().getUrl();
			case WEBHOOK -> notify.getWebhook().getUrl();
		};
		return StringUtils.hasText(value) ? check(value.strip(), settings.isAllowInsecureHttp()) : null;
	}

	/**
	 * Returns the name of the property.
	 */
	String property() {
		return "notify." + name().toLowerCase(Locale.ROOT) + ".url";
	}

	private URI check(String value, boolean allowInsecureHttp) {
		URI url = parse(value);
		String scheme = Objects.requireNonNullElse(url.getScheme(), "").toLowerCase(Locale.ROOT);
		String host = Objects.requireNonNullElse(url.getHost(), "").toLowerCase(Locale.ROOT);
		boolean plainHttp = scheme.equals("http") && (allowInsecureHttp || WebClientWestmoonPlatform.isSecure(url));
		boolean usable = !host.isEmpty() && (plainHttp || scheme.equals("https")) && url.getRawUserInfo() == null
				&& url.getRawFragment() == null;
		if (!usable) {
			throw new IllegalArgumentException("It must be an absolute https address without a user and a fragment.");
		}
		if (!plainHttp && !this.hosts.isEmpty()
				&& !(this.hosts.contains(host) && (url.getPort() == -1 || url.getPort() == 443))) {
			throw new IllegalArgumentException("It must be an address on " + String.join(" or ", this.hosts)
					+ ". Copy it from the settings of the robot, or use " + WEBHOOK.property() + ".");
		}
		if (!plainHttp && !value.contains(this.part)) {
			throw new IllegalArgumentException(
					"It has no '" + this.part + "'. Copy the whole address from the settings of the robot.");
		}
		return url;
	}

	/**
	 * The exception of the parser shows the address.
	 */
	private static URI parse(String value) {
		try {
			return URI.create(value);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("It is no address.");
		}
	}

}
