package io.westmoon.sample.stock;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
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
@RequestMapping("/api")
class StockController {

	private final StockService stock;

	StockController(StockService stock) {
		this.stock = stock;
	}

	@GetMapping("/stock")
	Mono<List<ProductStock>> search(@RequestParam(defaultValue = "") String keyword) {
		return this.stock.search(keyword).collectList();
	}

	@GetMapping(path = "/stock.csv", produces = "text/csv;charset=UTF-8")
	Mono<ResponseEntity<String>> export(@RequestParam(defaultValue = "") String keyword, @Nullable Locale locale) {
		return search(keyword).map((products) -> ResponseEntity.ok()
			.header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"stock.csv\"")
			.body(StockCsv.of(products, (locale != null) ? locale : Locale.ENGLISH)));
	}

	@GetMapping("/stock/{product}")
	Mono<List<SiteStock>> stockOf(@PathVariable String product) {
		return this.stock.stockOf(product).collectList();
	}

}
