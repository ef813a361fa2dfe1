package io.westmoon.login.client;

import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.store.InMemorySessionStore;
import io.westmoon.login.support.WeeklyHours;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class WestmoonAuthClientBuilderTests {

	private static final Duration NEGATIVE = Duration.ofSeconds(-1);

	private final WestmoonAuthClientBuilder builder = DefaultWestmoonAuthClient.builder();

	static Stream<Setting> senseless() {
		return Stream.of((builder) -> builder.account(" "), (builder) -> builder.waitTimeout(NEGATIVE),
				(builder) -> builder.maxWaiting(0), (builder) -> builder.maxCodes(0),
				(builder) -> builder.coolDown(NEGATIVE, Duration.ZERO),
				(builder) -> builder.coolDown(Duration.ofSeconds(2), Duration.ofSeconds(1)),
				(builder) -> builder.pollInterval(Duration.ZERO), (builder) -> builder.pollInterval(NEGATIVE),
				(builder) -> builder.renewal(NEGATIVE, Duration.ZERO, WeeklyHours.always()),
				(builder) -> builder.linkLifetime(Duration.ZERO), (builder) -> builder.linkLifetime(NEGATIVE));
	}

	static Stream<Setting> sensible() {
		return Stream.of((builder) -> builder.account("shop-b"), (builder) -> builder.waitTimeout(Duration.ZERO),
				(builder) -> builder.maxWaiting(1), (builder) -> builder.maxCodes(1),
				(builder) -> builder.coolDown(Duration.ZERO, Duration.ZERO),
				(builder) -> builder.pollInterval(Duration.ofMillis(1)), (builder) -> builder.pollInterval(null),
				(builder) -> builder.renewal(Duration.ZERO, Duration.ZERO, WeeklyHours.always()),
				(builder) -> builder.loginPage(null));
	}

	@ParameterizedTest
	@MethodSource("senseless")
	void whatMakesNoSenseIsRefused(Setting setting) {
		assertThatIllegalArgumentException().isThrownBy(() -> setting.set(this.builder));
	}

	@ParameterizedTest
	@MethodSource("sensible")
	void whatMakesSenseIsTaken(Setting setting) {
		assertThat(setting.set(this.builder)).isSameAs(this.builder);
	}

	@Test
	void aPlatformAndAStoreAreRequired() {
		assertThatIllegalStateException().isThrownBy(this.builder::build).withMessageContaining("platform");
		this.builder.platform(new ScriptedPlatform(Clock.systemUTC()));
		assertThatIllegalStateException().isThrownBy(this.builder::build).withMessageContaining("store");
	}

	@Test
	void theClientCarriesTheAccountsName() {
		try (WestmoonAuthClient client = this.builder.account("shop-b")
			.platform(new ScriptedPlatform(Clock.systemUTC()))
			.store(new InMemorySessionStore())
			.build()) {
			assertThat(client.account()).isEqualTo("shop-b");
			assertThat(client.status().account()).isEqualTo("shop-b");
		}
	}

	/**
	 * A call of the builder.
	 */
	@FunctionalInterface
	interface Setting {

		WestmoonAuthClientBuilder set(WestmoonAuthClientBuilder builder);

	}

}
