package io.westmoon.login.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.westmoon.login.http.AllowedOrigins;
import io.westmoon.login.http.BusinessHeaders;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import io.westmoon.login.support.UntrustedText;
import io.westmoon.login.support.WeeklyHours;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Finds values that cannot work before anything is built from them, and names the
 * property.
 */
final class PropertiesValidator {

	private static final Pattern PATH = Pattern.compile("(/[\\w.~-]+)+");

	private static final Pattern SOURCE = Pattern.compile("[^\\s;,]+");

	private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~\\w-]+");

	private static final int LONGEST_TEXT = 100;

	private static final int LAST_PORT = 65_535;

	/**
	 * Timers count nanoseconds, of which a number has room for some 290 years.
	 */
	private static final int MOST_DAYS = 36_500;

	private static final Duration SHORTEST_VERIFY_INTERVAL = Duration.ofSeconds(1);

	private final String prefix;

	PropertiesValidator(String prefix) {
		this.prefix = prefix;
	}

	void check(WestmoonAccountProperties account) {
		secure("base-url", plainUrl("base-url", account.getBaseUrl()), account.isAllowInsecureHttp(),
				"Plain http would show the session to everybody on the way.");
		positive("timeout", account.getTimeout());
		account.getAllowedOrigins().forEach((origin) -> origin(origin, account.isAllowInsecureHttp()));
		headers(account.getHeaders());
		businessHeaders(account);
		Duration interval = account.getPolling().getInterval();
		if (interval != null) {
			positive("polling.interval", interval);
		}
		WestmoonAccountProperties.Relogin relogin = account.getRelogin();
		notNegative("relogin.wait-timeout", relogin.getWaitTimeout());
		if (relogin.getMaxWaiting() != null) {
			atLeastOne("relogin.max-waiting", relogin.getMaxWaiting());
		}
		atLeastOne("relogin.release-concurrency", relogin.getReleaseConcurrency());
		atLeastOne("relogin.max-codes", relogin.getMaxCodes());
		notNegative("relogin.cool-down", relogin.getCoolDown());
		if (relogin.getMaxCoolDown().compareTo(relogin.getCoolDown()) < 0) {
			throw invalid("relogin.max-cool-down", relogin.getMaxCoolDown(), "It must not be shorter than "
					+ this.prefix + ".relogin.cool-down, which is " + relogin.getCoolDown().toSeconds() + "s.");
		}
		notNegative("relogin.early-rejection", relogin.getEarlyRejection());
		renewal(account.getRenewal());
		relogin.getRefusedStatuses().forEach(this::refusedStatus);
		relogin.getRefusedCodes().forEach((code) -> code("relogin.refused-codes", code));
		account.getCheck().getRejectedCodes().forEach((code) -> code("check.rejected-codes", code));
		Duration verifyInterval = account.getSession().getVerifyInterval();
		if (verifyInterval != null) {
			notTooLong("session.verify-interval", verifyInterval);
			if (verifyInterval.compareTo(SHORTEST_VERIFY_INTERVAL) < 0) {
				throw invalid("session.verify-interval", verifyInterval,
						"It must be at least " + SHORTEST_VERIFY_INTERVAL.toSeconds()
								+ "s. Leave it out to ask the platform only when a call was refused.");
			}
		}
		shortText("display-name", account.getDisplayName());
		shortText("scan-hint", account.getScanHint());
		text("store.directory", account.getStore().getDirectory());
		text("env-version", account.getEnvVersion());
		WestmoonAccountProperties.Store.Encryption encryption = account.getStore().getEncryption();
		if (encryption.isFiles() && encryption.getKeys().isEmpty()) {
			throw invalid("store.encryption.files", true, "There is no key to encrypt files with. Set " + this.prefix
					+ ".store.encryption.keys, or files would be in the clear.");
		}
		positive("notify.timeout", account.getNotify().getTimeout());
		notNegative("notify.remind-every", account.getNotify().getRemindEvery());
		new NotifyValidator(this.prefix).check(account);
	}

	void check(Map<String, String> httpServiceGroups) {
		httpServiceGroups.forEach((group, account) -> {
			if (account.isBlank()) {
				throw invalid("http-service-groups." + group, account,
						"It must be the name of an account, such as default.");
			}
		});
	}

	void check(WestmoonLoginProperties.Health health) {
		positive("health.verify-interval", health.getVerifyInterval());
		text("health.down-status", health.getDownStatus());
	}

	void check(WestmoonLoginProperties.Page page, boolean allowInsecureHttp) {
		if (page.getPublicUrl() != null) {
			URI url = plainUrl("page.public-url", page.getPublicUrl());
			secure("page.public-url", url, allowInsecureHttp,
					"Plain http would show the link and the code to everybody on the way.");
		}
		if (!PATH.matcher(page.getPath()).matches()) {
			throw invalid("page.path", page.getPath(), "It must be a path such as /westmoon/login.");
		}
		positive("page.link-lifetime", page.getLinkLifetime());
		page.getFrameAncestors().forEach((source) -> {
			if (!SOURCE.matcher(source).matches()) {
				throw invalid("page.frame-ancestors", source,
						"It must be a source such as self or https://intranet.example.com.");
			}
		});
	}

	private URI plainUrl(String name, String value) {
		URI url = url(name, value);
		if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
			throw new SecretPropertyException(this.prefix + "." + name,
					"It must not carry a user, a query or a fragment.");
		}
		return url;
	}

	private void origin(String value, boolean allowInsecureHttp) {
		URI url = url("allowed-origins", value);
		if (url.getRawUserInfo() != null) {
			throw new SecretPropertyException(this.prefix + ".allowed-origins", "An origin must not carry a user.");
		}
		secure("allowed-origins", url, allowInsecureHttp, "Plain http would show the session to everybody on the way.");
	}

	private void secure(String name, URI url, boolean allowInsecureHttp, String danger) {
		if (!allowInsecureHttp && !WebClientWestmoonPlatform.isSecure(url)) {
			throw invalid(name, url, danger + " Use https, or set " + this.prefix + ".allow-insecure-http=true.");
		}
	}

	private URI url(String name, String value) {
		URI url;
		try {
			url = URI.create(value);
		}
		catch (IllegalArgumentException ex) {
			throw invalidUrl(name, value, "It is no URL" + (mayHoldSecret(value) ? "." : ": " + ex.getMessage()));
		}
		String scheme = (url.getScheme() != null) ? url.getScheme().toLowerCase(Locale.ROOT) : "";
		if (url.getRawAuthority() == null || !(scheme.equals("https") || scheme.equals("http"))) {
			throw invalidUrl(name, value, "It must be an absolute URL such as https://api-x.westmonth.com.");
		}
		if (url.getHost() == null) {
			throw invalidUrl(name, value, "It has no valid host: a host has letters, digits, '-' and '.' only."
					+ " There are no wildcards, and several values are separated by commas.");
		}
		if (url.getPort() == 0 || url.getPort() > LAST_PORT) {
			throw invalidUrl(name, value, "There is no port " + url.getPort() + ".");
		}
		return url;
	}

	private RuntimeException invalidUrl(String name, String value, String reason) {
		return mayHoldSecret(value) ? new SecretPropertyException(this.prefix + "." + name, reason)
				: invalid(name, value, reason);
	}

	/**
	 * Tells whether a value that is no URL may have a password or a key in it.
	 */
	private static boolean mayHoldSecret(String value) {
		return value.contains("@") || value.contains("?");
	}

	private void renewal(WestmoonAccountProperties.Renewal renewal) {
		notNegative("renewal.remind-before", renewal.getRemindBefore());
		notNegative("renewal.repeat-every", renewal.getRepeatEvery());
		try {
			WeeklyHours.of(renewal.getHours(), null, ZoneOffset.UTC);
		}
		catch (IllegalArgumentException ex) {
			throw invalid("renewal.hours", String.valueOf(renewal.getHours()), ex.getMessage() + ".");
		}
		try {
			WeeklyHours.of(null, renewal.getDays(), ZoneOffset.UTC);
		}
		catch (IllegalArgumentException ex) {
			throw invalid("renewal.days", String.valueOf(renewal.getDays()), ex.getMessage() + ".");
		}
	}

	private void headers(Map<String, String> headers) {
		headers.forEach((name, value) -> {
			if (name.equalsIgnoreCase("Authorization")) {
				throw new SecretPropertyException(this.prefix + ".headers",
						"The Authorization header belongs to the session.");
			}
			if (!HEADER.matcher(name).matches()) {
				throw new SecretPropertyException(this.prefix + ".headers",
						"'" + UntrustedText.oneLine(name) + "' cannot be the name of a header.");
			}
			if (value.chars().anyMatch((character) -> character < ' ' || character == 0x7f)) {
				throw new SecretPropertyException(this.prefix + ".headers",
						"A header must not contain control characters.");
			}
		});
	}

	private void businessHeaders(WestmoonAccountProperties account) {
		String property = this.prefix + ".business-headers";
		BusinessHeaders headers;
		try {
			headers = BusinessHeaders.of(account.getBusinessHeaders());
		}
		catch (IllegalArgumentException ex) {
			throw new SecretPropertyException(property, ex.getMessage() + ".");
		}
		// With several accounts, what all have in common may be for one of them only.
		if (!(account instanceof WestmoonLoginProperties common) || !common.getAccounts().isEmpty()) {
			return;
		}
		List<String> allowed = account.getAllowedOrigins().isEmpty() ? List.of(account.getBaseUrl())
				: account.getAllowedOrigins();
		AllowedOrigins origins = AllowedOrigins.of(allowed);
		headers.origins().forEach((origin) -> {
			if (!origins.allow(URI.create(origin))) {
				throw new SecretPropertyException(property,
						"Calls to " + origin
								+ " do not carry the session, so they get no headers either. Add that origin to "
								+ this.prefix + ".allowed-origins.");
			}
		});
	}

	private void refusedStatus(int status) {
		if (status < 300 || status > 599) {
			throw invalid("relogin.refused-statuses", status,
					"It must be an HTTP status from 300 to 599, such as 403.");
		}
	}

	private void code(String name, String code) {
		text(name, code);
		if (code.strip().equals("0")) {
			throw invalid(name, code, "The code 0 means success.");
		}
	}

	private void text(String name, String value) {
		if (value.isBlank()) {
			throw invalid(name, value, "It must not be empty.");
		}
	}

	private void shortText(String name, @Nullable String value) {
		if (value != null) {
			text(name, value);
			if (value.length() > LONGEST_TEXT) {
				throw invalid(name, value, "It must not be longer than " + LONGEST_TEXT + " characters.");
			}
		}
	}

	private void positive(String name, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw invalid(name, value, "It must be longer than 0.");
		}
		notTooLong(name, value);
	}

	private void notNegative(String name, Duration value) {
		if (value.isNegative()) {
			throw invalid(name, value, "It must not be negative.");
		}
		notTooLong(name, value);
	}

	private void notTooLong(String name, Duration value) {
		if (value.toDays() > MOST_DAYS) {
			throw invalid(name, value, "It must not be longer than " + MOST_DAYS + "d.");
		}
	}

	private void atLeastOne(String name, int value) {
		if (value < 1) {
			throw invalid(name, value, "It must be at least 1.");
		}
	}

	private InvalidConfigurationPropertyValueException invalid(String name, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(this.prefix + "." + name, value, reason);
	}

}
