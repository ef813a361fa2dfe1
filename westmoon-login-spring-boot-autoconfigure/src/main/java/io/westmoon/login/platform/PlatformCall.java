package io.westmoon.login.platform;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * One call to be made.
 *
 * @param name what is asked for, as messages name it
 * @param uri the real URI, possibly with a secret in its query
 * @param shown the URI that everybody may see
 * @param authorization the {@code Authorization} header; a secret
 * @param maxBytes how large the answer may be
 * @param quotable whether a message may quote the beginning of the answer, with what
 * looks like a secret masked; {@code false} where the answer may carry tokens, since no
 * mask finds a token in every format
 */
record PlatformCall(String name, URI uri, URI shown, @Nullable String authorization, int maxBytes, boolean quotable) {

	/**
	 * Never shows a secret.
	 */
	@Override
	public String toString() {
		return this.name + " at " + this.shown;
	}

}
