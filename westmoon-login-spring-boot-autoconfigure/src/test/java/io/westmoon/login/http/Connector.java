package io.westmoon.login.http;

import java.util.function.Supplier;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.HttpComponentsClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.JettyClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

/**
 * The HTTP clients that a {@code WebClient} can stand on.
 */
enum Connector {

	REACTOR_NETTY(ReactorClientHttpConnector::new), JDK(JdkClientHttpConnector::new),
	JETTY(JettyClientHttpConnector::new), HTTP_COMPONENTS(HttpComponentsClientHttpConnector::new);

	private final Supplier<ClientHttpConnector> factory;

	Connector(Supplier<ClientHttpConnector> factory) {
		this.factory = factory;
	}

	ClientHttpConnector create() {
		return this.factory.get();
	}

}
