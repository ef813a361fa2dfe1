package io.westmoon.login.autoconfigure;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Builds the clients that post to robots and webhooks, with the application's proxy and
 * SSL. They follow no redirects and have none of the application's filters, which would
 * see addresses that are secret.
 */
final class NotifyWebClients {

	static final String BUILDER = "westmoonNotificationWebClientBuilder";

	static final String FILTER = "org.springframework.boot.http.client.InetAddressFilter";

	private final ConfigurableListableBeanFactory beans;

	NotifyWebClients(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Returns a builder.
	 * @param externalOnly whether to connect to no address within private networks, which
	 * takes Spring Boot 4.1
	 */
	WebClient.Builder builder(boolean externalOnly) {
		if (this.beans.containsBean(BUILDER)) {
			return this.beans.getBean(BUILDER, WebClient.Builder.class).clone();
		}
		ClientHttpConnectorBuilder<?> connectors = this.beans.getBeanProvider(ClientHttpConnectorBuilder.class)
			.getIfAvailable(ClientHttpConnectorBuilder::detect);
		HttpClientSettings settings = this.beans.getBeanProvider(HttpClientSettings.class)
			.getIfAvailable(HttpClientSettings::defaults);
		boolean filters = externalOnly && ClassUtils.isPresent(FILTER, NotifyWebClients.class.getClassLoader());
		return WebClient.builder()
			.clientConnector(NoRedirectConnectors.withoutRedirects(connectors,
					filters ? ExternalOnly.apply(settings) : settings));
	}

	/**
	 * Touches what Spring Boot 4.0 does not have.
	 */
	private static final class ExternalOnly {

		static HttpClientSettings apply(HttpClientSettings settings) {
			InetAddressFilter own = settings.inetAddressFilter();
			InetAddressFilter external = InetAddressFilter.externalAddresses();
			return settings.withInetAddressFilter((own != null) ? external.and(own) : external);
		}

	}

}
