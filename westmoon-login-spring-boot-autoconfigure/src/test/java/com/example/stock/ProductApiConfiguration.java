package com.example.stock;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.ImportHttpServices;

@Configuration(proxyBeanMethods = false)
@ImportHttpServices(group = "westmoon", types = ProductApi.class, clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
class ProductApiConfiguration {

}
