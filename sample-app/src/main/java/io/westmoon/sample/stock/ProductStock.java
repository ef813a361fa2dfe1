package io.westmoon.sample.stock;

import java.util.List;

/**
 * A product and how much of it each site has.
 *
 * @param id the platform's id
 * @param name the Chinese name
 * @param englishName the English name
 * @param price the price in units of the currency
 * @param currency the currency's ISO 4217 code
 * @param sites the sites
 */
public record ProductStock(String id, String name, String englishName, String price, String currency,
		List<SiteStock> sites) {

	static ProductStock of(Product product, List<SiteStock> sites) {
		return new ProductStock(product.id(), product.name(), product.englishName(), product.price(),
				product.currency(), sites);
	}

}
