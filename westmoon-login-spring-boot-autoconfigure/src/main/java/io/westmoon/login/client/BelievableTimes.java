package io.westmoon.login.client;

import java.time.Instant;

import io.westmoon.login.LoginAttempt;
import org.jspecify.annotations.Nullable;

/**
 * Ignores timestamps that are so far in the future that no engine can have written them:
 * the clock was set back meanwhile, or the record is corrupt.
 */
final class BelievableTimes {

	private BelievableTimes() {
	}

	/**
	 * Returns an attempt without the timestamps that cannot be true.
	 */
	static LoginAttempt of(LoginAttempt attempt, ClientSettings settings) {
		Instant latest = settings.clock().instant().plus(ClientSettings.SKEW);
		boolean believesCoolDown = !isAfter(attempt.coolDownUntil(), latest.plus(settings.coolDowns().bound()));
		boolean believesBeginning = !isAfter(attempt.beganAt(), latest);
		boolean believesEnd = !isAfter(attempt.endedAt(), latest);
		boolean believesViewer = !isAfter(attempt.watchedUntil(), latest.plus(ClientSettings.VIEWER_TTL));
		return (believesCoolDown && believesViewer && believesBeginning && believesEnd) ? attempt
				: attempt.toBuilder()
					.beganAt(believesBeginning ? attempt.beganAt() : null)
					.endedAt(believesEnd ? attempt.endedAt() : null)
					.coolDownUntil(believesCoolDown ? attempt.coolDownUntil() : null)
					.watchedUntil(believesViewer ? attempt.watchedUntil() : null)
					.build();
	}

	private static boolean isAfter(@Nullable Instant time, Instant latest) {
		return time != null && time.isAfter(latest);
	}

}
