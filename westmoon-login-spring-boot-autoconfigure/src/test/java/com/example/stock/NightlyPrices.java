package com.example.stock;

import java.time.Duration;

import io.westmoon.login.WestmoonAuthClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@Component
class NightlyPrices {

	private final WestmoonAuthClient westmoon;

	private final ProductClient products;

	NightlyPrices(WestmoonAuthClient westmoon, ProductClient products) {
		this.westmoon = westmoon;
		this.products = products;
	}

	@Scheduled(cron = "0 0 3 * * *")
	void download() {
		this.westmoon.verifiedSession(Duration.ofMinutes(30), "nightly prices").block();
		this.products.search("").block();
	}

}
