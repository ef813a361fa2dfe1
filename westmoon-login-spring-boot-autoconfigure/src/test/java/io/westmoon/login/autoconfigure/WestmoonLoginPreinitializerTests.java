package io.westmoon.login.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

class WestmoonLoginPreinitializerTests {

	/**
	 * Spring Boot drops what is thrown.
	 */
	@Test
	void springBootRunsIt() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(BackgroundPreinitializer.class))
			.filteredOn(WestmoonLoginPreinitializer.class::isInstance)
			.singleElement()
			.satisfies((initializer) -> assertThatNoException().isThrownBy(initializer::preinitialize));
	}

}
