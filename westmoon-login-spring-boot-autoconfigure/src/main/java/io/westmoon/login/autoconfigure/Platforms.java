package io.westmoon.login.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The platforms of all accounts. Accounts whose settings do not differ share one.
 * Thread-safe.
 */
final class Platforms {

	private final ConfigurableListableBeanFactory beans;

	private final Map<Settings, WebClientWestmoonPlatform> platforms = new ConcurrentHashMap<>();

	private volatile boolean prepared;

	Platforms(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Returns the platform that the settings describe.
	 */
	WebClientWestmoonPlatform of(WestmoonAccountProperties account) {
		return this.platforms.computeIfAbsent(Settings.of(account), this::build);
	}

	private WebClientWestmoonPlatform build(Settings settings) {
		WebClientWestmoonPlatform.Builder builder = WebClientWestmoonPlatform.builder()
			.webClientBuilder(new PlatformWebClientBuilder(this.beans))
			.baseUrl(settings.baseUrl)
			.clientId(settings.clientId)
			.envVersion(settings.envVersion)
			.headers(settings.headers)
			.timeout(settings.timeout)
			.rejectedCodes(settings.rejectedCodes)
			.allowInsecureHttp(settings.allowInsecureHttp);
		if (settings.userAgent != null) {
			builder.userAgent(settings.userAgent);
		}
		return builder.build();
	}

	/**
	 * Builds the clients of the login calls when all beans are there, and neither
	 * earlier, since their filters may need the session keeper, nor later, on an event
	 * loop. To be called when all beans are there.
	 */
	void prepare() {
		this.prepared = true;
		this.platforms.values().forEach(WebClientWestmoonPlatform::prepare);
	}

	/**
	 * Builds the clients of platforms that came later.
	 */
	void prepareNew() {
		if (this.prepared) {
			prepare();
		}
	}

	/**
	 * Forgets a platform that no account uses any more.
	 */
	void forget(WestmoonPlatform platform) {
		this.platforms.values().remove(platform);
	}

	/**
	 * Tells whether a platform is one of these, and not the application's own.
	 */
	boolean built(WestmoonPlatform platform) {
		return this.platforms.containsValue(platform);
	}

	private record Settings(String baseUrl, String clientId, String envVersion, @Nullable String userAgent,
			Map<String, String> headers, Duration timeout, Set<String> rejectedCodes, boolean allowInsecureHttp) {

		static Settings of(WestmoonAccountProperties account) {
			return new Settings(account.getBaseUrl(), account.getClientId(), account.getEnvVersion(),
					account.getUserAgent(), Map.copyOf(account.getHeaders()), account.getTimeout(),
					Set.copyOf(account.getCheck().getRejectedCodes()), account.isAllowInsecureHttp());
		}

	}

}
