package io.westmoon.login.benchmark;

/**
 * The ways to put a token on a request.
 */
public enum Arm {

	/** No token at all. */
	NONE("no token"),

	/** What people write by hand. */
	LAMBDA("a lambda that sets the header"),

	/** The same, but what came in stays as it was. Where that is all anybody can do, it is left out. */
	COPYING_LAMBDA("a lambda that sets the header in a copy"),

	/** This library. */
	WESTMOON("**this library**"),

	/** The OAuth2 client of Spring Security. */
	SPRING_SECURITY("Spring Security's OAuth2 client"),

	/** The cache of azure-core. */
	AZURE("azure-core's `AccessTokenCache`");

	private final String title;

	Arm(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

}
