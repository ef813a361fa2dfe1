package com.example.stock;

import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.http.WestmoonWebClients;
import org.springframework.stereotype.Service;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

@Service
class ShopProducts {

	private final WebClient client;

	ShopProducts(WestmoonWebClients clients) {
		this.client = clients.create();
	}

	Mono<String> search(String shop, String keyword) {
		return this.client.get()
			.uri("/api/products?keyword={keyword}", keyword)
			.attributes(WestmoonBearerTokenFilter.account(shop))
			.retrieve()
			.bodyToMono(String.class);
	}

}
