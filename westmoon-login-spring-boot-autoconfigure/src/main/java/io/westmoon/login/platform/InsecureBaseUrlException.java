package io.westmoon.login.platform;

/**
 * The platform's base URL is plain http to another machine, where everybody on the way
 * could read the tokens.
 */
public final class InsecureBaseUrlException extends IllegalArgumentException {

	private final String url;

	InsecureBaseUrlException(String url) {
		super("The base URL " + url + " would send tokens in the clear; use https, or allow insecure http");
		this.url = url;
	}

	/**
	 * Returns the URL that was refused.
	 * @return the URL, without user-info
	 */
	public String url() {
		return this.url;
	}

}
