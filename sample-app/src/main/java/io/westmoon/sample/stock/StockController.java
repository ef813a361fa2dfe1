package io.westmoon.sample.stock;

import java.util.List;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * The application's own API. If there is no session, a request waits until somebody has
 * scanned the code and is answered then.
 */
@RestController
@RequestMapping("/api/stock")
class StockController {

	private final StockService stock;

	StockController(StockService stock) {
		this.stock = stock;
	}

	@GetMapping
	Mono<List<ProductStock>> search(@RequestParam(defaultValue = "") String keyword) {
		return this.stock.search(keyword).collectList();
	}

	@GetMapping("/{product}")
	Mono<List<SiteStock>> stockOf(@PathVariable String product) {
		return this.stock.stockOf(product).collectList();
	}

}
