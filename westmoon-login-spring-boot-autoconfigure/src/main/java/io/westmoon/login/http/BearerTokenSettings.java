package io.westmoon.login.http;

import org.springframework.util.Assert;

/**
 * How a filter or interceptor treats the calls of one account. Immutable:
 * <pre class="code">
 * BearerTokenSettings.of(AllowedOrigins.of(List.of("https://api-x.westmonth.com")))
 *     .withRefusalDetector(RefusalDetector.of(List.of(403), List.of("-1")))
 * </pre>
 *
 * @param allowedOrigins who may see the session
 * @param businessHeaders what calls that carry the session get beside it
 * @param refusalDetector what counts as a refusal of the session
 * @param releaseConcurrency how many of the calls that waited for a login are sent at the
 * same time once it has ended
 */
public record BearerTokenSettings(AllowedOrigins allowedOrigins, BusinessHeaders businessHeaders,
		RefusalDetector refusalDetector, int releaseConcurrency) {

	public BearerTokenSettings {
		Assert.isTrue(releaseConcurrency > 0, "At least one call must be sent at a time");
	}

	/**
	 * Returns settings without business headers, for which HTTP 401 is the only refusal.
	 * @param allowedOrigins who may see the session
	 * @return the settings
	 */
	public static BearerTokenSettings of(AllowedOrigins allowedOrigins) {
		return new BearerTokenSettings(allowedOrigins, BusinessHeaders.NONE, RefusalDetector.unauthorized(),
				WestmoonBearerTokenFilter.DEFAULT_RELEASE_CONCURRENCY);
	}

	/**
	 * Returns the same settings with other business headers.
	 * @param businessHeaders what calls that carry the session get beside it
	 * @return the settings
	 */
	public BearerTokenSettings withBusinessHeaders(BusinessHeaders businessHeaders) {
		return new BearerTokenSettings(this.allowedOrigins, businessHeaders, this.refusalDetector,
				this.releaseConcurrency);
	}

	/**
	 * Returns the same settings with another rule for refusals.
	 * @param refusalDetector what counts as a refusal of the session
	 * @return the settings
	 */
	public BearerTokenSettings withRefusalDetector(RefusalDetector refusalDetector) {
		return new BearerTokenSettings(this.allowedOrigins, this.businessHeaders, refusalDetector,
				this.releaseConcurrency);
	}

	/**
	 * Returns the same settings with another bound for calls that waited.
	 * @param releaseConcurrency how many of the calls that waited for a login are sent at
	 * the same time once it has ended
	 * @return the settings
	 */
	public BearerTokenSettings withReleaseConcurrency(int releaseConcurrency) {
		return new BearerTokenSettings(this.allowedOrigins, this.businessHeaders, this.refusalDetector,
				releaseConcurrency);
	}

}
