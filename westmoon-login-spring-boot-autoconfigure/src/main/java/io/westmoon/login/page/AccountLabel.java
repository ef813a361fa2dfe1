package io.westmoon.login.page;

import org.jspecify.annotations.Nullable;

/**
 * What the page calls an account.
 *
 * @param name the account's name for people; {@code null} for its technical name
 * @param scanHint who should scan, in a few words; {@code null} for nothing
 */
public record AccountLabel(@Nullable String name, @Nullable String scanHint) {

	/**
	 * An account without a name for people.
	 */
	public static final AccountLabel NONE = new AccountLabel(null, null);

}
