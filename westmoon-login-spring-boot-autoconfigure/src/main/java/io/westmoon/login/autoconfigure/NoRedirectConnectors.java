package io.westmoon.login.autoconfigure;

import java.net.http.HttpClient.Redirect;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Builds connectors that follow no redirects.
 */
final class NoRedirectConnectors {

	private NoRedirectConnectors() {
	}

	/**
	 * Builds a connector with the application's settings. Customizers come after the
	 * settings, so a last one takes redirects back once more.
	 */
	static ClientHttpConnector withoutRedirects(ClientHttpConnectorBuilder<?> builder, HttpClientSettings settings) {
		HttpClientSettings strict = settings.withRedirects(HttpRedirects.DONT_FOLLOW);
		if (builder instanceof ReactorClientHttpConnectorBuilder reactor) {
			return build(reactor.withHttpClientCustomizer((client) -> client.followRedirect(false)), strict);
		}
		if (builder instanceof JdkClientHttpConnectorBuilder jdk) {
			return build(jdk.withHttpClientCustomizer((client) -> client.followRedirects(Redirect.NEVER)), strict);
		}
		return build(builder, strict);
	}

	private static ClientHttpConnector build(ClientHttpConnectorBuilder<?> builder, HttpClientSettings settings) {
		return builder.build(settings);
	}

}
