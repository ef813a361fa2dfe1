package io.westmoon.login.store.json;

/**
 * The keys for encryption cannot be used. Neither the message nor a cause repeats any of
 * a key.
 */
public final class EncryptionKeysException extends RuntimeException {

	private final String property;

	private final String reason;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param property the name of the property, with the index of the key if one key is
	 * wrong
	 * @param reason what is wrong, as a sentence; must not repeat a key
	 * @param remedy what to do, as sentences
	 */
	EncryptionKeysException(String property, String reason, String remedy) {
		super("Invalid value for configuration property '" + property + "': " + reason + " " + remedy);
		this.property = property;
		this.reason = reason;
		this.remedy = remedy;
	}

	/**
	 * Returns the name of the property.
	 * @return the name, with the index of the key if one key is wrong
	 */
	public String property() {
		return this.property;
	}

	/**
	 * Returns what is wrong.
	 * @return a sentence without a key
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * Returns what to do.
	 * @return one or more sentences
	 */
	public String remedy() {
		return this.remedy;
	}

}
