package io.westmoon.login.page;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * How the login page is served.
 *
 * @param path where the page is, within the application
 * @param publicUrl the address of the page as people reach it; {@code null} if unknown
 * @param application the name of the application that asks for logins; {@code null} if it
 * has none
 * @param overview whether the path itself shows all accounts
 * @param frameAncestors the sources that may show the page in a frame, as in a content
 * security policy; none may if empty
 * @param labels what to call an account, by its technical name
 */
public record LoginPageSettings(String path, @Nullable String publicUrl, @Nullable String application, boolean overview,
		List<String> frameAncestors, Function<String, AccountLabel> labels) {

	/**
	 * Creates settings that call accounts by their technical names.
	 * @param path where the page is, within the application
	 * @param publicUrl the address of the page as people reach it; {@code null} if
	 * unknown
	 * @param application the name of the application; {@code null} if it has none
	 * @param overview whether the path itself shows all accounts
	 * @param frameAncestors the sources that may show the page in a frame
	 */
	public LoginPageSettings(String path, @Nullable String publicUrl, @Nullable String application, boolean overview,
			List<String> frameAncestors) {
		this(path, publicUrl, application, overview, frameAncestors, (account) -> AccountLabel.NONE);
	}

	/**
	 * Returns the last segment of the path, which relative links begin with.
	 */
	String lastSegment() {
		return this.path.substring(this.path.lastIndexOf('/') + 1);
	}

}
