package com.example.stock;

import java.time.Duration;

import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.http.WestmoonWebClients;
import org.springframework.core.io.InputStreamResource;
import org.springframework.stereotype.Service;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

@Service
class OrderClient {

	private final WebClient client;

	OrderClient(WestmoonWebClients clients) {
		this.client = clients.create();
	}

	Mono<String> failFast(String order) {
		return this.client.post()
			.uri("/api/echo")
			.attributes(WestmoonBearerTokenFilter.waitTimeout(Duration.ZERO))
			.bodyValue(order)
			.retrieve()
			.bodyToMono(String.class);
	}

	Mono<String> upload(InputStreamResource readableOnce) {
		return this.client.post()
			.uri("/api/echo")
			.attributes(WestmoonBearerTokenFilter.noReplay())
			.bodyValue(readableOnce)
			.retrieve()
			.bodyToMono(String.class);
	}

}
