package com.example.stock;

import io.westmoon.login.http.WestmoonWebClients;
import org.springframework.stereotype.Service;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

@Service
class ProductClient {

	private final WebClient client;

	ProductClient(WestmoonWebClients clients) {
		this.client = clients.create();
	}

	Mono<String> search(String keyword) {
		return this.client.get().uri("/api/products?keyword={keyword}", keyword).retrieve().bodyToMono(String.class);
	}

}
