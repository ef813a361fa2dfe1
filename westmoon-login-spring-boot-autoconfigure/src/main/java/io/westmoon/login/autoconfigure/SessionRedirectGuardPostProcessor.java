package io.westmoon.login.autoconfigure;

import java.net.http.HttpClient.Redirect;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.SimpleClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Guards what Spring Boot builds on the JDK's clients, reactive or blocking, since those
 * hand the {@code Authorization} header to whatever host they are redirected to, on Java
 * 17 at least. Reactor Netty and Jetty drop the header on the way to another origin, and
 * Apache's client does not follow then.
 */
class SessionRedirectGuardPostProcessor implements BeanPostProcessor {

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof JdkClientHttpConnectorBuilder jdk) {
			return guarded(jdk);
		}
		if (bean instanceof JdkClientHttpRequestFactoryBuilder jdk) {
			return guarded(jdk, jdk.withHttpClientCustomizer((client) -> client.followRedirects(Redirect.NEVER)));
		}
		return (bean instanceof SimpleClientHttpRequestFactoryBuilder simple) ? guarded(simple, simple) : bean;
	}

	private static ClientHttpConnectorBuilder<ClientHttpConnector> guarded(JdkClientHttpConnectorBuilder builder) {
		return (settings) -> {
			HttpClientSettings given = (settings != null) ? settings : HttpClientSettings.defaults();
			ClientHttpConnector strict = NoRedirectConnectors.withoutRedirects(builder, given);
			return (given.redirects() == HttpRedirects.DONT_FOLLOW) ? strict
					: new SessionRedirectGuard(builder.build(given), strict);
		};
	}

	private static ClientHttpRequestFactoryBuilder<ClientHttpRequestFactory> guarded(
			ClientHttpRequestFactoryBuilder<?> builder, ClientHttpRequestFactoryBuilder<?> strictBuilder) {
		return (settings) -> {
			HttpClientSettings given = (settings != null) ? settings : HttpClientSettings.defaults();
			ClientHttpRequestFactory strict = strictBuilder.build(given.withRedirects(HttpRedirects.DONT_FOLLOW));
			return (given.redirects() == HttpRedirects.DONT_FOLLOW) ? strict
					: new BlockingSessionRedirectGuard(builder.build(given), strict);
		};
	}

}
