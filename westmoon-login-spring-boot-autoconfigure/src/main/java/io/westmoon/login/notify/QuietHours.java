package io.westmoon.login.notify;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The hours of the day at which people are left in peace. Immutable.
 *
 * @param from when they begin
 * @param to when they end, on the next day if that is before they begin
 * @param zone the time zone
 */
public record QuietHours(LocalTime from, LocalTime to, ZoneId zone) {

	/**
	 * Reads hours such as {@code 22:00-08:00}.
	 * @param text the hours
	 * @param zone the time zone
	 * @return the hours
	 * @throws IllegalArgumentException if the text is nothing of the kind, or if the
	 * hours have no length
	 */
	public static QuietHours parse(String text, ZoneId zone) {
		List<String> ends = List.of(text.strip().split("\\s*-\\s*", -1));
		try {
			if (ends.size() == 2) {
				QuietHours hours = new QuietHours(LocalTime.parse(ends.get(0)), LocalTime.parse(ends.get(1)), zone);
				if (!hours.from.equals(hours.to)) {
					return hours;
				}
			}
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException("Not a range of hours such as 22:00-08:00", ex);
		}
		throw new IllegalArgumentException("Not a range of hours such as 22:00-08:00");
	}

	/**
	 * Tells when the quiet hours end that a time falls into.
	 * @param time the time
	 * @return their end; {@code null} if the time falls into none
	 */
	public @Nullable Instant endOf(Instant time) {
		ZonedDateTime local = time.atZone(this.zone);
		LocalTime hour = local.toLocalTime();
		boolean overMidnight = this.to.isBefore(this.from);
		boolean begun = !hour.isBefore(this.from);
		boolean over = !hour.isBefore(this.to);
		if (overMidnight ? (!begun && over) : (!begun || over)) {
			return null;
		}
		Instant end = local.toLocalDate()
			.plusDays((overMidnight && begun) ? 1 : 0)
			.atTime(this.to)
			.atZone(this.zone)
			.toInstant();
		// Where clocks are set back, the hour of the end comes twice.
		return end.isAfter(time) ? end : null;
	}

}
