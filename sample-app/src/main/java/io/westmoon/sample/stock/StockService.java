package io.westmoon.sample.stock;

import java.util.List;

import io.westmoon.login.http.WestmoonBearerTokenFilter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Service;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds products and their stock. Shows two ways to call an API with the session: a
 * WebClient with the injected filter, and an HTTP interface. Neither knows of logins.
 */
@Service
public class StockService {

	private static final ParameterizedTypeReference<Envelope<Products>> PRODUCTS = new ParameterizedTypeReference<>() {
	};

	private static final ParameterizedTypeReference<Envelope<CatalogueApi.StockOfProduct>> STOCK = new ParameterizedTypeReference<>() {
	};

	private static final int CALLS_AT_ONCE = 4;

	private final WebClient client;

	private final CatalogueApi catalogue;

	StockService(WebClient.Builder builder, WestmoonBearerTokenFilter session,
			@Value("${sample.catalogue-url}") String catalogueUrl, CatalogueApi catalogue) {
		this.client = builder.baseUrl(catalogueUrl).filter(session).build();
		this.catalogue = catalogue;
	}

	/**
	 * Searches products by a part of their name, with the stock of each.
	 * @param keyword a part of the Chinese or English name; empty for all products
	 * @return the products in the platform's order
	 */
	public Flux<ProductStock> search(String keyword) {
		return this.client.get()
			.uri("/api/products?keyword={keyword}", keyword)
			.retrieve()
			.bodyToMono(PRODUCTS)
			.flatMapIterable((answer) -> answer.open().items())
			.flatMapSequential(this::withStock, CALLS_AT_ONCE);
	}

	private Mono<ProductStock> withStock(Product product) {
		return this.client.get()
			.uri("/api/stock?product={product}", product.id())
			.retrieve()
			.bodyToMono(STOCK)
			.map((answer) -> ProductStock.of(product, answer.open().sites()));
	}

	/**
	 * Asks for the stock of one product.
	 * @param product the platform's id of the product
	 * @return the stock per site
	 */
	public Flux<SiteStock> stockOf(String product) {
		return this.catalogue.stock(product).flatMapIterable((answer) -> answer.open().sites());
	}

	private record Products(int total, List<Product> items) {
	}

}
