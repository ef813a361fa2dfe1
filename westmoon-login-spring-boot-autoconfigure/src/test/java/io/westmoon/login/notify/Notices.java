package io.westmoon.login.notify;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

import io.westmoon.login.CodeImage;
import io.westmoon.login.store.Samples;
import org.jspecify.annotations.Nullable;

/**
 * Notices and settings for tests.
 */
final class Notices {

	static final String PAGE = "https://jobs.example.com/westmoon/login";

	private Notices() {
	}

	static Notice withLink() {
		return new Notice(NoticeKind.LOGIN_NEEDED, "shop", "Westmoon: login needed", List.of("one", "two"),
				PAGE + "/attempt-secret", "Open the login page", null, null, null);
	}

	static Notice withImage() {
		return new Notice(NoticeKind.REMINDER, "shop", "Westmoon: login still needed", List.of("one"), null,
				"Open the login page", CodeImage.of(Samples.PNG), "Scan the picture.", "Ask the operator.");
	}

	static Notice outcome() {
		return new Notice(NoticeKind.LOGGED_IN, "shop", "Westmoon: logged in", List.of("done"), null,
				"Open the login page", null, null, null);
	}

	static NotificationSettings settings(@Nullable String page, @Nullable QuietHours quietHours) {
		return new NotificationSettings("default", "stock <b>", "Shop *A*", null, Locale.ENGLISH, ZoneOffset.UTC,
				quietHours, Duration.ofMinutes(30), page, Duration.ofDays(1));
	}

}
