package io.westmoon.login.autoconfigure;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Guards the connectors of the JDK's client that Spring Boot builds, since that client
 * hands the {@code Authorization} header to whatever host it is redirected to, on Java 17
 * at least. Reactor Netty and Jetty drop the header on the way to another origin, and
 * Apache's client does not follow then.
 */
class SessionRedirectGuardPostProcessor implements BeanPostProcessor {

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof JdkClientHttpConnectorBuilder jdk) ? guarded(jdk) : bean;
	}

	private static ClientHttpConnectorBuilder<ClientHttpConnector> guarded(JdkClientHttpConnectorBuilder builder) {
		return (settings) -> {
			HttpClientSettings given = (settings != null) ? settings : HttpClientSettings.defaults();
			ClientHttpConnector strict = NoRedirectConnectors.withoutRedirects(builder, given);
			return (given.redirects() == HttpRedirects.DONT_FOLLOW) ? strict
					: new SessionRedirectGuard(builder.build(given), strict);
		};
	}

}
