package io.westmoon.sample.stock;

/**
 * How much of a product one site has.
 *
 * @param site the site's name
 * @param quantity the number of pieces
 */
public record SiteStock(String site, int quantity) {
}
