package io.westmoon.login.support;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * Writes times for people: to the second, on this machine's clock.
 */
public final class DisplayTime {

	private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

	private DisplayTime() {
	}

	/**
	 * Formats a time in this machine's time zone.
	 * @param time the time
	 * @return for instance {@code 2026-03-01 16:00:00}
	 */
	public static String of(Instant time) {
		return FORMAT.format(time.atZone(ZoneId.systemDefault()));
	}

}
