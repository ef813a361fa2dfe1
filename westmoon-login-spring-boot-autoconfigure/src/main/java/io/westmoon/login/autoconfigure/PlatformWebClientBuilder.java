package io.westmoon.login.autoconfigure;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Builds the client of the login calls like the application's other ones, with its
 * customizers, proxy, SSL and codecs, except that redirects are not followed: Boot's
 * connector is replaced by one that differs in that only. A builder or connector of the
 * application's own is used as it is.
 */
final class PlatformWebClientBuilder implements Supplier<WebClient.Builder> {

	private static final String CONNECTOR_CUSTOMIZER = "webClientHttpConnectorCustomizer";

	private final ConfigurableListableBeanFactory beans;

	PlatformWebClientBuilder(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public WebClient.Builder get() {
		if (!isDefinedBy(WebClient.Builder.class, WebClientAutoConfiguration.class)) {
			return this.beans.getBeanProvider(WebClient.Builder.class).getIfAvailable(WebClient::builder);
		}
		WebClient.Builder builder = WebClient.builder();
		WebClientCustomizer replaced = replaceConnector(builder);
		this.beans.getBeanProvider(WebClientCustomizer.class)
			.orderedStream()
			.filter((customizer) -> customizer != replaced)
			.forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

	private @Nullable WebClientCustomizer replaceConnector(WebClient.Builder builder) {
		if (!isDefinedBy(ClientHttpConnector.class, ReactiveHttpClientAutoConfiguration.class)
				|| !this.beans.containsBean(CONNECTOR_CUSTOMIZER)) {
			return null;
		}
		ClientHttpConnectorBuilder<?> connectorBuilder = this.beans.getBean(ClientHttpConnectorBuilder.class);
		HttpClientSettings settings = this.beans.getBeanProvider(HttpClientSettings.class)
			.getIfAvailable(HttpClientSettings::defaults);
		builder.clientConnector(NoRedirectConnectors.withoutRedirects(connectorBuilder, settings));
		return this.beans.getBean(CONNECTOR_CUSTOMIZER, WebClientCustomizer.class);
	}

	private boolean isDefinedBy(Class<?> type, Class<?> configuration) {
		String[] names = this.beans.getBeanNamesForType(type, true, false);
		return names.length == 1 && this.beans.containsBeanDefinition(names[0])
				&& configuration.getName().equals(this.beans.getBeanDefinition(names[0]).getFactoryBeanName());
	}

}
