package io.westmoon.sample.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Tells a person who waits how much time is left: each second on one line of a terminal,
 * once a minute elsewhere.
 */
final class Progress {

	private static final Duration PAUSE = Duration.ofMinutes(1);

	private final Report report;

	private Instant told = Clock.systemUTC().instant();

	private String shown = "";

	Progress(Report report) {
		this.report = report;
	}

	/**
	 * Tells it if that is due.
	 * @param key what is waited for
	 * @param end when the wait ends; {@code null} if that is not known
	 */
	void tick(String key, @Nullable Instant end) {
		Instant now = Clock.systemUTC().instant();
		if (end == null) {
			return;
		}
		String line = this.report.messages().get(key, Messages.clock(Duration.between(now, end)));
		if (this.report.terminal().errIsTerminal()) {
			if (!line.equals(this.shown)) {
				this.shown = line;
				this.report.terminal().rewrite(line);
			}
		}
		else if (!now.isBefore(this.told.plus(PAUSE))) {
			this.told = now;
			this.report.terminal().say(line);
		}
	}

}
