package io.westmoon.login.autoconfigure;

/**
 * A property has a value that cannot work and that must not be shown.
 */
class SecretPropertyException extends RuntimeException {

	private final String property;

	SecretPropertyException(String property, String reason) {
		super("Invalid value for configuration property '" + property + "': " + reason);
		this.property = property;
	}

	String property() {
		return this.property;
	}

}
