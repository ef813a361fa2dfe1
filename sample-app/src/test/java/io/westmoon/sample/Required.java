package io.westmoon.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What a test needs that not every machine has.
 */
public final class Required {

	private Required() {
	}

	/**
	 * Skips the running test, or the class before its first test, where something is
	 * missing. With {@code CI=true} in the environment it fails instead.
	 * @param present whether it is there
	 * @param need says what is needed and how to get it
	 */
	public static void orSkip(boolean present, String need) {
		if ("true".equals(System.getenv("CI"))) {
			assertThat(present).as(need).isTrue();
		}
		assumeThat(present).as(need).isTrue();
	}

}
