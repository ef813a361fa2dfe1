package io.westmoon.sample.stock;

import java.util.List;

import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import reactor.core.publisher.Mono;

/**
 * The platform's business API as an HTTP interface. Its group's WebClient carries the
 * session.
 */
@HttpExchange("/api")
interface CatalogueApi {

	/**
	 * Asks for the stock of one product.
	 * @param product the platform's id of the product
	 * @return the stock per site
	 */
	@GetExchange("/stock")
	Mono<Envelope<StockOfProduct>> stock(@RequestParam String product);

	/**
	 * The answer to a question for stock.
	 *
	 * @param product the platform's id of the product
	 * @param name the product's name
	 * @param sites the stock per site
	 */
	record StockOfProduct(String product, String name, List<SiteStock> sites) {
	}

}
