package io.westmoon.sample.stock;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.ImportHttpServices;

/**
 * Declares the HTTP interfaces of the group {@code catalogue}, whose WebClient gets the
 * session by {@code westmoon.login.http-service-groups}.
 */
@Configuration(proxyBeanMethods = false)
@ImportHttpServices(group = "catalogue", types = CatalogueApi.class,
		clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
class CatalogueConfiguration {

}
