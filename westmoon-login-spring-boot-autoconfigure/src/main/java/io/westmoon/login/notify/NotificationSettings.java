package io.westmoon.login.notify;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How people are told about the logins of one account.
 *
 * @param account the name of the account
 * @param application the name of the application; {@code null} if it has none
 * @param displayName the name of the account for people; {@code null} if it has none
 * @param scanHint who should scan; {@code null} for no word about that
 * @param language the language of the notices, Chinese or English
 * @param zone the time zone of the notices
 * @param quietHours when to send nothing; {@code null} for never
 * @param remindEvery how long after a notice to send a reminder; zero for none
 * @param loginPage where people find the login page, without the attempt's id;
 * {@code null} if nowhere
 * @param linkLifetime how long the link to an attempt's page works
 */
public record NotificationSettings(String account, @Nullable String application, @Nullable String displayName,
		@Nullable String scanHint, Locale language, ZoneId zone, @Nullable QuietHours quietHours, Duration remindEvery,
		@Nullable String loginPage, Duration linkLifetime) {
}
