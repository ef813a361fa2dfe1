package com.example.stock;

import io.westmoon.login.http.WestmoonSession;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

@HttpExchange("/api")
interface ShopApi {

	@GetExchange("/products")
	@WestmoonSession(optional = true)
	String search(@RequestParam String keyword);

	@PostExchange("/echo")
	@WestmoonSession(account = "shop-b", replay = false)
	String order(@RequestBody String order);

	@GetExchange("/news")
	String news();

}
