package com.example.stock;

import io.westmoon.login.http.WestmoonBearerTokenFilter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

@Service
class ShopProducts {

	private final WebClient client;

	ShopProducts(WebClient.Builder builder, WestmoonBearerTokenFilter session,
			@Value("${westmoon.login.base-url}") String baseUrl) {
		this.client = builder.baseUrl(baseUrl).filter(session).build();
	}

	Mono<String> search(String shop, String keyword) {
		return this.client.get()
			.uri("/api/products?keyword={keyword}", keyword)
			.attributes(WestmoonBearerTokenFilter.account(shop))
			.retrieve()
			.bodyToMono(String.class);
	}

}
