package com.example.stock;

import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import reactor.core.publisher.Mono;

@HttpExchange("/api")
interface ProductApi {

	@GetExchange("/products")
	Mono<String> search(@RequestParam String keyword);

}
