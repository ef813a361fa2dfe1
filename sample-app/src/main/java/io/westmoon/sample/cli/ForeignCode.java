package io.westmoon.sample.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.PlatformException;
import io.westmoon.login.ScanResult;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a code that is not the one of the stored attempt. Nothing on disk changes
 * before the platform has given the session; then that is written into the attempt, where
 * the client takes it up.
 */
final class ForeignCode {

	private static final Duration TICK = Duration.ofMillis(250);

	private static final Duration STORE_PATIENCE = Duration.ofMinutes(10);

	private static final Duration OTHER_SESSION_PATIENCE = Duration.ofSeconds(10);

	private final WestmoonPlatform platform;

	private final SessionStore store;

	private final Report report;

	private final Interruptible interruptible;

	private final Clock clock = Clock.systemUTC();

	ForeignCode(WestmoonPlatform platform, SessionStore store, Report report, Interruptible interruptible) {
		this.platform = platform;
		this.store = store;
		this.report = report;
		this.interruptible = interruptible;
	}

	/**
	 * Waits until the code has ended. Blocks.
	 * @param code the code
	 * @param progress tells of the time; {@code null} if somebody else does
	 * @return why there is no session; {@code null} if the attempt holds it
	 */
	@Nullable LoginProblem await(LoginQrCode code, @Nullable Progress progress) {
		long begin = version(this.store.attempt().block());
		Instant end = code.expiresAt();
		boolean scanned = false;
		while (true) {
			Instant due = now().plus(code.pollInterval());
			boolean last = !now().isBefore(end);
			Outcome outcome = this.interruptible.step(() -> step(code, begin));
			if (outcome.ended()) {
				return outcome.problem();
			}
			if (outcome.scanned() && !scanned) {
				scanned = true;
				end = end.plus(code.life());
				this.report.scanned();
			}
			if (last) {
				return this.report.problems().nobodyScanned();
			}
			pause(due, end, scanned, progress);
		}
	}

	private void pause(Instant due, Instant end, boolean scanned, @Nullable Progress progress) {
		while (now().isBefore(due) && now().isBefore(end)) {
			if (progress != null) {
				progress.tick(scanned ? "login.confirming" : "login.left", end);
			}
			sleep(TICK);
		}
	}

	private Outcome step(LoginQrCode code, long begin) {
		ScanResult result;
		try {
			result = this.platform.poll(code.scanToken()).block();
		}
		catch (PlatformException ex) {
			return Outcome.GO_ON;
		}
		if (result == null) {
			return Outcome.GO_ON;
		}
		return switch (result.status()) {
			case CONFIRMED -> (result.session() != null) ? new Outcome(true, false, keep(code, result.session(), begin))
					: Outcome.GO_ON;
			case SCANNED -> new Outcome(false, true, null);
			case EXPIRED -> new Outcome(true, false, this.report.problems().nobodyScanned());
			case REJECTED -> new Outcome(true, false, this.report.problems().refused(true));
			case CANCELED -> new Outcome(true, false, this.report.problems().refused(false));
			case WAITING, UNKNOWN -> Outcome.GO_ON;
		};
	}

	/**
	 * Writes the session into the attempt. This is its only copy, so a store that is
	 * broken just now is waited for.
	 */
	private @Nullable LoginProblem keep(LoginQrCode code, WestmoonSession session, long begin) {
		Instant end = now().plus(STORE_PATIENCE);
		boolean told = false;
		for (Instant began = now();;) {
			try {
				LoginAttempt stored = this.store.attempt().block();
				if (stored != null && stored.state() == AttemptState.LOGGED_OUT && stored.version() != begin) {
					return this.report.problems().loggedOut();
				}
				boolean otherSession = stored != null && stored.state() == AttemptState.CONFIRMED
						&& now().isBefore(began.plus(OTHER_SESSION_PATIENCE));
				if (!otherSession
						&& Boolean.TRUE.equals(this.store.compareAndSet(next(stored, code, session)).block())) {
					return null;
				}
			}
			catch (SessionStoreException ex) {
				if (!told) {
					told = true;
					this.report.say("login.unstored", Problems.reason(ex));
					this.interruptible.unstored(ex);
				}
				if (!now().isBefore(end)) {
					return this.report.problems().unstored(ex);
				}
			}
			sleep(TICK);
		}
	}

	private static LoginAttempt next(@Nullable LoginAttempt stored, LoginQrCode code, WestmoonSession session) {
		return LoginAttempt.adopt(WestmoonAuthClient.DEFAULT_ACCOUNT, stored, code, 1)
			.confirmed(session)
			.toBuilder()
			.version(version(stored) + 1)
			.build();
	}

	private static long version(@Nullable LoginAttempt attempt) {
		return (attempt != null) ? attempt.version() : 0;
	}

	private Instant now() {
		return this.clock.instant();
	}

	private static void sleep(Duration duration) {
		try {
			Thread.sleep(duration.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What a poll has led to.
	 *
	 * @param ended whether there is nothing more to poll for
	 * @param scanned whether somebody has scanned the code
	 * @param problem why there is no session
	 */
	private record Outcome(boolean ended, boolean scanned, @Nullable LoginProblem problem) {

		private static final Outcome GO_ON = new Outcome(false, false, null);

	}

}
