package io.westmoon.login.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Says at once that Spring Boot is too old, which otherwise shows as a missing class
 * somewhere in the depths. Uses, and is registered with, what Spring Boot 3 has too.
 */
class SpringBootVersionCheck implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

	private static final int OLDEST_MAJOR_VERSION = 4;

	private final @Nullable String version;

	SpringBootVersionCheck() {
		this(SpringBootVersion.getVersion());
	}

	SpringBootVersionCheck(@Nullable String version) {
		this.version = version;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		if (this.version != null && isTooOld(this.version)) {
			throw new UnsupportedSpringBootException(this.version);
		}
	}

	/**
	 * A version that cannot be told is not too old.
	 */
	private static boolean isTooOld(String version) {
		int dot = version.indexOf('.');
		try {
			return dot > 0 && Integer.parseInt(version.substring(0, dot)) < OLDEST_MAJOR_VERSION;
		}
		catch (NumberFormatException ex) {
			return false;
		}
	}

}
