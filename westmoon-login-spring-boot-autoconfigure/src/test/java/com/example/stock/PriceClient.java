package com.example.stock;

import io.westmoon.login.http.WestmoonBearerTokenInterceptor;
import org.springframework.stereotype.Service;
import org.springframework.web.client.RestClient;

@Service
class PriceClient {

	private final RestClient client;

	PriceClient(RestClient.Builder builder, WestmoonBearerTokenInterceptor session) {
		this.client = builder.baseUrl("https://api-x.westmonth.com").requestInterceptor(session).build();
	}

	String price(String sku) {
		return this.client.get().uri("/api/prices/{sku}", sku).retrieve().body(String.class);
	}

}
