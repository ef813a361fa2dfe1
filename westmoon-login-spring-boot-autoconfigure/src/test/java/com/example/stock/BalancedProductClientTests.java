package com.example.stock;

import java.time.Duration;

import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With Spring Cloud LoadBalancer.
 */
@SpringBootTest(properties = { "spring.cloud.discovery.enabled=true", "spring.cloud.loadbalancer.enabled=true",
		"spring.cloud.discovery.client.simple.instances.products[0].uri=${westmoon.login.base-url}",
		"westmoon.login.allowed-origins=http://products", "westmoon.login.allow-insecure-http=true" })
class BalancedProductClientTests {

	@Autowired
	private WebClient.Builder loadBalanced;

	@Autowired
	private WestmoonBearerTokenFilter session;

	@Autowired
	private WestmoonPlatformServer platform;

	@Test
	void theSessionIsAttachedToTheLogicalNameAndRenewed() {
		this.platform.autoConfirm(true);
		BalancedProductClient products = new BalancedProductClient(this.loadBalanced, this.session);
		assertThat(products.search("mug").block(Duration.ofSeconds(20))).contains("Ceramic mug");
		this.platform.revoke();
		assertThat(products.search("mug").block(Duration.ofSeconds(20))).contains("Ceramic mug");
		assertThat(this.platform.codes()).isEqualTo(2);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@LoadBalanced
		WebClient.Builder loadBalancedBuilder() {
			return WebClient.builder();
		}

	}

}
