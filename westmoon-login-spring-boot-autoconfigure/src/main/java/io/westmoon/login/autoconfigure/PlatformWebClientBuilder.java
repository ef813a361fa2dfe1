package io.westmoon.login.autoconfigure;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Builds the client of the login calls. A builder bean named {@value #BUILDER} is used as
 * it is. Other builder beans of the application are meant for its own calls, may be
 * load-balanced or bound to another host, and are ignored: the login calls then get a
 * plain builder with the application's customizers, proxy, SSL and codecs. That one
 * follows no redirects: Boot's connector is replaced by one that differs in that only.
 */
final class PlatformWebClientBuilder implements Supplier<WebClient.Builder> {

	static final String BUILDER = "westmoonPlatformWebClientBuilder";

	private static final String CONNECTOR_CUSTOMIZER = "webClientHttpConnectorCustomizer";

	private final ConfigurableListableBeanFactory beans;

	PlatformWebClientBuilder(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public WebClient.Builder get() {
		if (this.beans.containsBean(BUILDER)) {
			return this.beans.getBean(BUILDER, WebClient.Builder.class);
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
		if (!isConnectorOfBoot() || !this.beans.containsBean(CONNECTOR_CUSTOMIZER)) {
			return null;
		}
		ClientHttpConnectorBuilder<?> connectorBuilder = this.beans.getBean(ClientHttpConnectorBuilder.class);
		HttpClientSettings settings = this.beans.getBeanProvider(HttpClientSettings.class)
			.getIfAvailable(HttpClientSettings::defaults);
		builder.clientConnector(NoRedirectConnectors.withoutRedirects(connectorBuilder, settings));
		return this.beans.getBean(CONNECTOR_CUSTOMIZER, WebClientCustomizer.class);
	}

	private boolean isConnectorOfBoot() {
		String[] names = this.beans.getBeanNamesForType(ClientHttpConnector.class, true, false);
		return names.length == 1 && this.beans.containsBeanDefinition(names[0])
				&& ReactiveHttpClientAutoConfiguration.class.getName()
					.equals(this.beans.getBeanDefinition(names[0]).getFactoryBeanName());
	}

}
