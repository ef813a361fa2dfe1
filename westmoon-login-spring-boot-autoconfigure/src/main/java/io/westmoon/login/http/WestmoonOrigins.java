package io.westmoon.login.http;

/**
 * Origins of the platform that programs have been seen to call, for
 * {@code westmoon.login.allowed-origins} or {@link AllowedOrigins}. None of them is
 * allowed by itself, and whether a session is accepted by all of them is not known:
 * <pre class="code">
 * AllowedOrigins.of(List.of(WestmoonOrigins.PLATFORM, WestmoonOrigins.SHOP))
 * </pre>
 */
public final class WestmoonOrigins {

	/**
	 * Login, users, and the product center ({@code /umc}, {@code /product-center}); the
	 * base URL unless set.
	 */
	public static final String PLATFORM = "https://api-x.westmonth.com";

	/**
	 * Products and categories of the shop ({@code /shop_api}).
	 */
	public static final String SHOP = "https://westmonth.com";

	/**
	 * Orders ({@code /erp/order}), whose calls must not be repeated blindly.
	 */
	public static final String ORDERS = "https://api.westmonth.com";

	private static final String DOMAIN = "westmonth.com";

	private WestmoonOrigins() {
	}

	/**
	 * Tells whether a host belongs to the platform's domain.
	 * @param host the host in lower case
	 */
	static boolean isPlatformHost(String host) {
		return host.equals(DOMAIN) || host.endsWith("." + DOMAIN);
	}

}
