package io.westmoon.login.support;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Hours that come again every week, such as those in which people work. Immutable.
 */
public final class WeeklyHours {

	private static final Pattern RANGE = Pattern.compile("(\\d{1,2}:\\d{2})\\s*-\\s*(\\d{1,2}:\\d{2})");

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:mm", Locale.ROOT);

	private static final int DAYS_AROUND = 8;

	private final LocalTime from;

	private final LocalTime to;

	private final Set<DayOfWeek> days;

	private final ZoneId zone;

	private WeeklyHours(LocalTime from, LocalTime to, Set<DayOfWeek> days, ZoneId zone) {
		this.from = from;
		this.to = to;
		this.days = days;
		this.zone = zone;
	}

	/**
	 * Returns hours that never end.
	 * @return all hours of all days
	 */
	public static WeeklyHours always() {
		return of(null, null, ZoneId.of("UTC"));
	}

	/**
	 * Reads hours.
	 * @param hours such as {@code 09:00-18:00}; those of a night, such as
	 * {@code 22:00-06:00}, belong to the day on which they begin; {@code null} for the
	 * whole day
	 * @param days such as {@code MON-FRI} or {@code MON,WED,FRI}; {@code null} for all
	 * days; a blank text is as good as {@code null}
	 * @param zone the time zone
	 * @return the hours
	 * @throws IllegalArgumentException if there are no such hours or days
	 */
	public static WeeklyHours of(@Nullable String hours, @Nullable String days, ZoneId zone) {
		Set<DayOfWeek> allowed = (days != null && !days.isBlank()) ? days(days) : EnumSet.allOf(DayOfWeek.class);
		if (hours == null || hours.isBlank()) {
			return new WeeklyHours(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, allowed, zone);
		}
		Matcher range = RANGE.matcher(hours.strip());
		if (!range.matches()) {
			throw new IllegalArgumentException("Hours are written as 09:00-18:00");
		}
		return new WeeklyHours(time(range.group(1)), time(range.group(2)), allowed, zone);
	}

	private static LocalTime time(String text) {
		try {
			return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text, TIME);
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException("There is no such time as " + text, ex);
		}
	}

	private static Set<DayOfWeek> days(String text) {
		Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
		for (String part : text.split(",", -1)) {
			String[] ends = part.split("-", -1);
			if (ends.length > 2) {
				throw new IllegalArgumentException("Days are written as MON-FRI or MON,WED,FRI");
			}
			DayOfWeek last = day(ends[ends.length - 1]);
			for (DayOfWeek day = day(ends[0]); day != last; day = day.plus(1)) {
				days.add(day);
			}
			days.add(last);
		}
		return days;
	}

	private static DayOfWeek day(String text) {
		String name = text.strip().toUpperCase(Locale.ROOT);
		for (DayOfWeek day : DayOfWeek.values()) {
			if (day.name().equals(name) || day.name().substring(0, 3).equals(name)) {
				return day;
			}
		}
		throw new IllegalArgumentException("There is no such day as '" + text.strip() + "'; days are MON to SUN");
	}

	/**
	 * Tells whether a moment lies within the hours.
	 * @param moment the moment
	 * @return whether it does
	 */
	public boolean contains(Instant moment) {
		return next(moment).equals(moment);
	}

	/**
	 * Returns the first moment from a given one on that lies within the hours.
	 * @param moment the given moment
	 * @return the same moment if it lies within the hours, otherwise when they begin
	 */
	public Instant next(Instant moment) {
		LocalDate today = LocalDate.ofInstant(moment, this.zone);
		for (int i = -1; i <= DAYS_AROUND; i++) {
			LocalDate day = today.plusDays(i);
			if (this.days.contains(day.getDayOfWeek()) && end(day).isAfter(moment)) {
				Instant begin = begin(day);
				return begin.isAfter(moment) ? begin : moment;
			}
		}
		return moment;
	}

	/**
	 * Returns the last hours that had ended at a given moment.
	 * @param moment the given moment
	 * @return from when to when they were
	 */
	public Span before(Instant moment) {
		LocalDate today = LocalDate.ofInstant(moment, this.zone);
		for (int i = 0; i <= DAYS_AROUND; i++) {
			LocalDate day = today.minusDays(i);
			if (this.days.contains(day.getDayOfWeek()) && !end(day).isAfter(moment)) {
				return new Span(begin(day), end(day));
			}
		}
		return new Span(moment, moment);
	}

	private Instant begin(LocalDate day) {
		return ZonedDateTime.of(day, this.from, this.zone).toInstant();
	}

	private Instant end(LocalDate day) {
		LocalDate last = this.to.isAfter(this.from) ? day : day.plusDays(1);
		return ZonedDateTime.of(last, this.to, this.zone).toInstant();
	}

	/**
	 * A span of time.
	 *
	 * @param begin its first moment
	 * @param end the first moment after it
	 */
	public record Span(Instant begin, Instant end) {
	}

}
