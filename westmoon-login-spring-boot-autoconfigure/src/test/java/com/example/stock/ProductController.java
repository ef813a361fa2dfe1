package com.example.stock;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ProductController {

	private final ProductClient products;

	ProductController(ProductClient products) {
		this.products = products;
	}

	@GetMapping("/products")
	String search(@RequestParam(defaultValue = "") String keyword) {
		return this.products.search(keyword).block();
	}

}
