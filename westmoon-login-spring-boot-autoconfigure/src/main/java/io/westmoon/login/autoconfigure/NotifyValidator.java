package io.westmoon.login.autoconfigure;

import java.time.ZoneOffset;
import java.util.regex.Pattern;

import io.westmoon.login.notify.QuietHours;
import io.westmoon.login.notify.WebhookChannels;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Finds settings of notices that cannot work, and names the property. Addresses, secrets,
 * templates and headers are never shown.
 */
final class NotifyValidator {

	/**
	 * What people type in place of the comma that separates values.
	 */
	private static final Pattern NO_COMMA = Pattern.compile("[，、；;]");

	private final String prefix;

	NotifyValidator(String prefix) {
		this.prefix = prefix;
	}

	void check(WestmoonAccountProperties account) {
		NotifyProperties notify = account.getNotify();
		for (ChannelUrl url : ChannelUrl.values()) {
			try {
				url.of(account);
			}
			catch (IllegalArgumentException ex) {
				throw new SecretPropertyException(this.prefix + "." + url.property(), String.valueOf(ex.getMessage()));
			}
		}
		checkWebhook(notify.getWebhook());
		checkQuietHours(notify.getQuietHours());
		notify.getMail().getTo().forEach((address) -> {
			if (NO_COMMA.matcher(address).find()) {
				throw invalid("notify.mail.to", address, "It must be one mail address. Separate several by commas.");
			}
		});
		if (!notify.getRemindEvery().isZero() && notify.getRemindEvery().toSeconds() < 60) {
			throw invalid("notify.remind-every", notify.getRemindEvery(), "It must be at least one minute, or 0.");
		}
	}

	private void checkWebhook(NotifyProperties.Webhook webhook) {
		String template = webhook.getTemplate();
		if (!template.equals(WebhookChannels.DEFAULT_TEMPLATE) && !WebhookChannels.isTemplate(template)) {
			throw new SecretPropertyException(this.prefix + ".notify.webhook.template",
					"It must be JSON. Put placeholders such as {title} within quotes.");
		}
		webhook.getHeaders().forEach((name, value) -> {
			if (name.isBlank() || (name + value).chars().anyMatch((character) -> character < ' ')) {
				throw new SecretPropertyException(this.prefix + ".notify.webhook.headers",
						"A header must have a name and must not contain control characters.");
			}
		});
	}

	private void checkQuietHours(@Nullable String hours) {
		try {
			if (hours != null && !hours.isBlank()) {
				QuietHours.parse(hours, ZoneOffset.UTC);
			}
		}
		catch (IllegalArgumentException ex) {
			throw invalid("notify.quiet-hours", hours, "It must be a range of hours such as 22:00-08:00.");
		}
	}

	private InvalidConfigurationPropertyValueException invalid(String name, @Nullable Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(this.prefix + "." + name, value, reason);
	}

}
