package com.example.stock;

import io.westmoon.login.http.WestmoonBearerTokenFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.ImportHttpServices;

@Configuration(proxyBeanMethods = false)
@ImportHttpServices(group = "westmoon", types = ProductApi.class, clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
class ProductApiConfiguration {

	@Bean
	WebClientHttpServiceGroupConfigurer westmoonSession(WestmoonBearerTokenFilter session) {
		return (groups) -> groups.filterByName("westmoon").forEachClient((group, client) -> client.filter(session));
	}

}
