package com.example.stock;

import java.time.Duration;

import io.westmoon.login.WestmoonAuthClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class NightlyPrices {

	private final WestmoonAuthClient westmoon;

	private final ProductClient products;

	NightlyPrices(WestmoonAuthClient westmoon, ProductClient products) {
		this.westmoon = westmoon;
		this.products = products;
	}

	Mono<String> download() {
		return this.westmoon.verifiedSession(Duration.ofMinutes(30)).then(this.products.search(""));
	}

}
