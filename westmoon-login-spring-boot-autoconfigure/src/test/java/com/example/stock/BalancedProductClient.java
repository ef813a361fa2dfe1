package com.example.stock;

import io.westmoon.login.http.WestmoonBearerTokenFilter;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

class BalancedProductClient {

	private final WebClient client;

	BalancedProductClient(WebClient.Builder loadBalanced, WestmoonBearerTokenFilter session) {
		this.client = loadBalanced.clone()
			.baseUrl("http://products")
			.filters((filters) -> filters.add(0, session))
			.build();
	}

	Mono<String> search(String keyword) {
		return this.client.get().uri("/api/products?keyword={keyword}", keyword).retrieve().bodyToMono(String.class);
	}

}
