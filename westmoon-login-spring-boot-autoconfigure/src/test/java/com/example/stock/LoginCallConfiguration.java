package com.example.stock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

@Configuration(proxyBeanMethods = false)
class LoginCallConfiguration {

	@Bean(defaultCandidate = false)
	WebClient.Builder westmoonPlatformWebClientBuilder() {
		return WebClient.builder().defaultHeader("X-Proxy-Client", "stock");
	}

}
