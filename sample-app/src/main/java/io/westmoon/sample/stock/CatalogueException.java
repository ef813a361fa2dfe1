package io.westmoon.sample.stock;

/**
 * The platform understood a business call and refused it.
 */
public class CatalogueException extends RuntimeException {

	private final String code;

	CatalogueException(String code, String msg) {
		super(msg);
		this.code = code;
	}

	/**
	 * Returns the platform's code.
	 * @return the code as it came
	 */
	public String code() {
		return this.code;
	}

}
