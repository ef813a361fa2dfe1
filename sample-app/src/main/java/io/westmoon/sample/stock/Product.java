package io.westmoon.sample.stock;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A product as the platform describes it.
 *
 * @param id the platform's id
 * @param name the Chinese name
 * @param englishName the English name
 * @param price the price in units of the currency
 * @param currency the currency's ISO 4217 code
 */
record Product(String id, String name, @JsonProperty("english_name") String englishName, String price,
		String currency) {
}
