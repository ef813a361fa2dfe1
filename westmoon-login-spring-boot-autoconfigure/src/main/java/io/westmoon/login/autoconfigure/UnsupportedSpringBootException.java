package io.westmoon.login.autoconfigure;

/**
 * Signals that the application's Spring Boot is too old.
 */
class UnsupportedSpringBootException extends RuntimeException {

	/**
	 * Creates an exception.
	 * @param version the version of the application's Spring Boot
	 */
	UnsupportedSpringBootException(String version) {
		super("westmoon-login-spring-boot-starter needs Spring Boot 4.0 or newer, but this application uses Spring Boot "
				+ version + ".");
	}

}
