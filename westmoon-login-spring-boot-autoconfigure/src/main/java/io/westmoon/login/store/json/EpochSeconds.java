package io.westmoon.login.store.json;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Converts between instants and epoch seconds with a fraction, as Python writes them.
 */
public final class EpochSeconds {

	/**
	 * The end of the year 9999, in epoch seconds. Later values are invalid.
	 */
	static final long MAX_SECONDS = 253402300799L;

	private static final BigDecimal MAX = BigDecimal.valueOf(MAX_SECONDS);

	private static final BigDecimal MIN = BigDecimal.valueOf(1, 9);

	private static final int NANO_DIGITS = 9;

	private EpochSeconds() {
	}

	/**
	 * Returns epoch seconds with all the digits that the time has, one at least.
	 * @param time the time
	 * @return for instance {@code 1775639444.0}
	 */
	public static BigDecimal seconds(Instant time) {
		BigDecimal seconds = BigDecimal.valueOf(time.getEpochSecond())
			.add(BigDecimal.valueOf(time.getNano(), NANO_DIGITS))
			.stripTrailingZeros();
		return (seconds.scale() < 1) ? seconds.setScale(1) : seconds;
	}

	/**
	 * Returns the time.
	 * @param seconds epoch seconds
	 * @return {@code null} if they are not positive or beyond the year 9999
	 */
	public static @Nullable Instant instant(@Nullable BigDecimal seconds) {
		if (seconds == null || seconds.compareTo(MIN) < 0 || seconds.compareTo(MAX) > 0) {
			return null;
		}
		BigDecimal nanos = seconds.setScale(NANO_DIGITS, RoundingMode.DOWN);
		long whole = nanos.longValue();
		return Instant.ofEpochSecond(whole, nanos.subtract(BigDecimal.valueOf(whole)).unscaledValue().longValue());
	}

}
