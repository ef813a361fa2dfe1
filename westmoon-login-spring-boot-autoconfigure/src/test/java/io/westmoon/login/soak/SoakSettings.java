package io.westmoon.login.soak;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

import io.westmoon.login.soak.Place.Kind;
import org.springframework.boot.convert.DurationStyle;

/**
 * How long to soak, and with which chaos.
 *
 * @param store what the clients share
 * @param duration how long chaos reigns
 * @param seed what its decisions follow from
 */
record SoakSettings(Kind store, Duration duration, long seed) {

	private static final int SHORT = 3;

	/**
	 * Reads {@code soak.duration}, 15 seconds unless set, {@code soak.seed}, another one
	 * each time unless set, and {@code soak.store}: unless set, files for the whole time
	 * and, if {@code westmoon.every-case} is {@code true}, each of the others for a third
	 * of it.
	 */
	static Stream<SoakSettings> fromSystemProperties() {
		String seed = System.getProperty("soak.seed");
		Duration duration = DurationStyle.detectAndParse(System.getProperty("soak.duration", "15s"));
		long number = (seed != null) ? Long.parseLong(seed) : new SecureRandom().nextInt(Integer.MAX_VALUE);
		String store = System.getProperty("soak.store");
		if (store != null) {
			return Stream.of(new SoakSettings(Kind.valueOf(store.toUpperCase(Locale.ROOT)), duration, number));
		}
		return Stream.of(Kind.values())
			.filter((kind) -> kind == Kind.FILE || Boolean.getBoolean("westmoon.every-case"))
			.map((kind) -> new SoakSettings(kind, (kind == Kind.FILE) ? duration : duration.dividedBy(SHORT), number));
	}

	@Override
	public String toString() {
		return this.store.name().toLowerCase(Locale.ROOT) + ", " + this.duration.toSeconds() + " s, seed " + this.seed;
	}

}
