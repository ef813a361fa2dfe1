package io.westmoon.login;

/**
 * Builds a {@link WestmoonAuthClient}.
 */
public final class WestmoonAuthClientBuilder {

	WestmoonAuthClientBuilder() {
	}

}
