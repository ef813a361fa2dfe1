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

	private static final int LONGEST_TEXT = 100;

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
			throw invalid("relogin.max-cool-down", relogin.getMaxCoolDown(),
					"It must not be shorter than " + this.prefix + ".relogin.cool-down.");
		}
		notNegative("relogin.early-rejection", relogin.getEarlyRejection());
		renewal(account.getRenewal());
		relogin.getRefusedStatuses().forEach(this::refusedStatus);
		relogin.getRefusedCodes().forEach((code) -> code("relogin.refused-codes", code));
		account.getCheck().getRejectedCodes().forEach((code) -> code("check.rejected-codes", code));
		Duration verifyInterval = account.getSession().getVerifyInterval();
		if (verifyInterval != null && verifyInterval.compareTo(SHORTEST_VERIFY_INTERVAL) < 0) {
			throw invalid("session.verify-interval", verifyInterval,
					"It must be at least " + SHORTEST_VERIFY_INTERVAL.toSeconds()
							+ "s. Leave it out to ask the platform only when a call was refused.");
		}
		shortText("display-name", account.getDisplayName());
		shortText("scan-hint", account.getScanHint());
		text("store.directory", account.getStore().getDirectory());
		text("env-version", account.getEnvVersion());
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
		try {
			URI url = URI.create(value);
			String scheme = (url.getScheme() != null) ? url.getScheme().toLowerCase(Locale.ROOT) : "";
			if (url.getHost() != null && (scheme.equals("https") || scheme.equals("http"))) {
				return url;
			}
		}
		catch (IllegalArgumentException ex) {
			throw invalid(name, value, "It is no URL: " + ex.getMessage());
		}
		throw invalid(name, value, "It must be an absolute URL such as https://api-x.westmonth.com.");
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
			if ((name + value).chars().anyMatch((character) -> character < ' ')) {
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
	}

	private void notNegative(String name, Duration value) {
		if (value.isNegative()) {
			throw invalid(name, value, "It must not be negative.");
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
