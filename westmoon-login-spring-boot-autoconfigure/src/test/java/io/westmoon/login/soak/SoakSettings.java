package io.westmoon.login.soak;

import java.security.SecureRandom;
import java.time.Duration;

import org.springframework.boot.convert.DurationStyle;

/**
 * How long to soak, and with which chaos.
 *
 * @param duration how long chaos reigns
 * @param seed what its decisions follow from
 */
record SoakSettings(Duration duration, long seed) {

	/**
	 * Reads {@code soak.duration}, 15 seconds unless set, and {@code soak.seed}, another
	 * one each time unless set.
	 */
	static SoakSettings fromSystemProperties() {
		String seed = System.getProperty("soak.seed");
		return new SoakSettings(DurationStyle.detectAndParse(System.getProperty("soak.duration", "15s")),
				(seed != null) ? Long.parseLong(seed) : new SecureRandom().nextInt(Integer.MAX_VALUE));
	}

}
