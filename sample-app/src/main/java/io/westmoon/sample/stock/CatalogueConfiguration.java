package io.westmoon.sample.stock;

import io.westmoon.login.http.WestmoonBearerTokenFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.ImportHttpServices;

/**
 * Gives the HTTP interfaces of the group {@code catalogue} a WebClient with the session.
 */
@Configuration(proxyBeanMethods = false)
@ImportHttpServices(group = CatalogueConfiguration.GROUP, types = CatalogueApi.class,
		clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
class CatalogueConfiguration {

	static final String GROUP = "catalogue";

	@Bean
	WebClientHttpServiceGroupConfigurer sessionForCatalogue(WestmoonBearerTokenFilter session) {
		return (groups) -> groups.filterByName(GROUP).forEachClient((group, client) -> client.filter(session));
	}

}
