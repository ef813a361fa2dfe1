package com.example.stock;

import java.time.Duration;

import io.westmoon.login.autoconfigure.WestmoonLoginAutoConfiguration;
import io.westmoon.login.autoconfigure.WestmoonLoginHttpServiceAutoConfiguration;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class ProductApiTests {

	@Test
	void callsOfTheGroupCarryTheSession() {
		try (WestmoonPlatformServer platform = WestmoonPlatformServer.start().autoConfirm(true)) {
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
						WebClientAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class,
						ReactiveHttpServiceClientAutoConfiguration.class, WestmoonLoginAutoConfiguration.class,
						WestmoonLoginHttpServiceAutoConfiguration.class))
				.withUserConfiguration(ProductApiConfiguration.class)
				.withPropertyValues("westmoon.login.store.type=memory", "westmoon.login.base-url=" + platform.url(),
						"spring.http.serviceclient.westmoon.base-url=${westmoon.login.base-url}",
						"westmoon.login.http-service-groups.westmoon=default")
				.run((context) -> {
					ProductApi products = context.getBean(ProductApi.class);
					assertThat(products.search("mug").block(Duration.ofSeconds(20))).contains("Ceramic mug");
					assertThat(platform.codes()).isEqualTo(1);
				});
		}
	}

}
