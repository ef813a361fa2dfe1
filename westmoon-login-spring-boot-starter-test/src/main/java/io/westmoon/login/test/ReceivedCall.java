package io.westmoon.login.test;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One call as a {@link WestmoonPlatformServer} received it.
 *
 * @param call the kind of call
 * @param uri path and query; a poll's query holds the scan token
 * @param headers the headers, whose names are found whatever their case
 * @param answer the body of the answer; {@code null} if a fault takes its place
 */
public record ReceivedCall(Call call, URI uri, Map<String, String> headers, @Nullable String answer) {

	/**
	 * Never shows a token.
	 */
	@Override
	public String toString() {
		return "ReceivedCall[call=" + this.call + ", path=" + this.uri.getPath() + "]";
	}

}
