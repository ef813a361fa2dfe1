package io.westmoon.login.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import reactor.core.publisher.Mono;

import io.westmoon.login.WestmoonSession;
import io.westmoon.login.test.WestmoonPlatformServer;

/**
 * What the tests of this package share.
 */
final class Platforms {

	static final Instant NOW = Instant.parse("2026-04-08T09:10:44Z");

	static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

	/**
	 * Longer than the first call of a JVM takes.
	 */
	static final Duration TIMEOUT = Duration.ofSeconds(20);

	private Platforms() {
	}

	static WebClientWestmoonPlatform at(WestmoonPlatformServer server) {
		return WebClientWestmoonPlatform.builder().baseUrl(server.url()).clock(CLOCK).timeout(TIMEOUT).build();
	}

	static WestmoonSession session(String accessToken) {
		return WestmoonSession.received(accessToken, "", "Bearer", Duration.ZERO, CLOCK);
	}

	static <T> T get(Mono<T> mono) {
		T value = mono.block(TIMEOUT.plusSeconds(5));
		if (value == null) {
			throw new AssertionError("empty");
		}
		return value;
	}

}
