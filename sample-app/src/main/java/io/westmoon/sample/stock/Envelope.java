package io.westmoon.sample.stock;

import org.jspecify.annotations.Nullable;

/**
 * What every JSON answer of the platform is wrapped in.
 *
 * @param <T> the type of the data
 * @param code {@code 0} for success
 * @param msg the platform's own words
 * @param data the answer itself; {@code null} on failure
 */
record Envelope<T>(String code, @Nullable String msg, @Nullable T data) {

	/**
	 * Takes the answer out of the envelope.
	 * @return the data
	 * @throws CatalogueException if the platform refused the call
	 */
	T open() {
		if (!"0".equals(this.code) || this.data == null) {
			throw new CatalogueException(this.code, (this.msg != null) ? this.msg : "no data");
		}
		return this.data;
	}

}
