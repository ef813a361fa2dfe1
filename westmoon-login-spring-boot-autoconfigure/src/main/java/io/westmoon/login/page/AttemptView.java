package io.westmoon.login.page;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.support.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * What the page of an attempt shows. Carries neither the code nor a secret. Times are
 * given as seconds that are left, so that the browser's clock does not matter.
 *
 * @param state how far the attempt has come; {@link #ENDED} if its outcome is not known
 * @param code the name of the code's picture; {@code null} if there is none
 * @param secondsLeft how long the code can be scanned
 * @param problem the kind of failure, also one that the attempt goes on after
 * @param said what the platform said, in its own words; foreign text on one line
 * @param retrySeconds until when no code is asked for by itself
 * @param user the name of who logged in; foreign text on one line
 * @param again whether the page may begin another login, once the seconds are over
 * @param renewal whether the session that is to be replaced still works
 * @param quietSeconds how long people are not told again that somebody has to scan;
 * {@code null} if that cannot be put off from here
 */
record AttemptView(String state, @Nullable String code, @Nullable Long secondsLeft, @Nullable String problem,
		@Nullable String said, @Nullable Long retrySeconds, @Nullable String user, boolean again, boolean renewal,
		@Nullable Long quietSeconds) {

	static final String ENDED = "ENDED";

	private static final int LONGEST_SPEECH = 200;

	private static final Set<String> LIVE = Set.of("NEEDED", "SHOWN", "SCANNED", "CONFIRMED");

	/**
	 * Where the user logs in elsewhere all the time, another login makes it worse.
	 */
	private static final Set<String> FINAL = Set.of(LoginFailure.Kind.REPLACED_ELSEWHERE.name());

	static AttemptView of(LoginStatus.Attempt attempt, Instant now) {
		LoginFailure failure = attempt.failure();
		return new AttemptView(attempt.state().name(), code(attempt), left(attempt.codeExpiresAt(), now),
				(failure != null) ? failure.kind().name() : null,
				(failure != null) ? shorten(failure.platformWords()) : null, left(attempt.coolDownUntil(), now), null,
				false, attempt.renewal(), null);
	}

	/**
	 * Describes that somebody logged in.
	 * @param user who did; {@code null} if unknown
	 */
	static AttemptView accepted(@Nullable WestmoonUser user) {
		return new AttemptView(AttemptState.ACCEPTED.name(), null, null, null, null, null, name(user), false, false,
				null);
	}

	/**
	 * Describes an attempt that has ended in a way that was not seen.
	 */
	static AttemptView unknownEnd() {
		return new AttemptView(ENDED, null, null, null, null, null, null, false, false, null);
	}

	/**
	 * Names the picture of a code, another name for each code of an attempt.
	 */
	static String codeName(Instant expiresAt) {
		return "code." + expiresAt.toEpochMilli();
	}

	/**
	 * Tells whether a picture is that of a code which can still be scanned.
	 */
	boolean isLivingCode(String name) {
		return name.equals(this.code) && this.secondsLeft != null && this.secondsLeft > 0;
	}

	static @Nullable String shorten(@Nullable String words) {
		if (words == null || words.codePointCount(0, words.length()) <= LONGEST_SPEECH) {
			return words;
		}
		return words.substring(0, words.offsetByCodePoints(0, LONGEST_SPEECH)) + "…";
	}

	private static @Nullable String code(LoginStatus.Attempt attempt) {
		return (attempt.codeExpiresAt() != null) ? codeName(attempt.codeExpiresAt()) : null;
	}

	static @Nullable Long left(@Nullable Instant end, Instant now) {
		if (end == null) {
			return null;
		}
		return Math.max(0, (Duration.between(now, end).toMillis() + 999) / 1000);
	}

	/**
	 * Names a user for people.
	 * @return foreign text on one line; {@code null} if unknown
	 */
	static @Nullable String name(@Nullable WestmoonUser user) {
		if (user == null) {
			return null;
		}
		String name = (user.name() != null) ? user.name() : user.id();
		return (name != null) ? UntrustedText.oneLine(name) : null;
	}

	boolean isLive() {
		return LIVE.contains(this.state);
	}

	static boolean isLive(LoginStatus.Attempt attempt) {
		return LIVE.contains(attempt.state().name());
	}

	/**
	 * Tells whether another login makes sense after this one.
	 */
	boolean canBeTriedAgain() {
		return this.state.equals(AttemptState.FAILED.name()) && this.problem != null && !FINAL.contains(this.problem);
	}

	/**
	 * Tells whether the page may begin another login now.
	 */
	boolean isDue() {
		return this.again && (this.retrySeconds == null || this.retrySeconds == 0);
	}

	AttemptView withRetry(@Nullable Long retrySeconds, boolean again) {
		return new AttemptView(this.state, this.code, this.secondsLeft, this.problem, this.said, retrySeconds,
				this.user, again, this.renewal, this.quietSeconds);
	}

	/**
	 * Tells whether somebody still has to scan for calls to go on, so that people are
	 * reminded of it. Those who are asked to renew a session hear so seldom enough.
	 */
	boolean isReminded() {
		return !this.renewal
				&& (this.state.equals(AttemptState.NEEDED.name()) || this.state.equals(AttemptState.SHOWN.name()));
	}

	AttemptView withQuiet(long quietSeconds) {
		return new AttemptView(this.state, this.code, this.secondsLeft, this.problem, this.said, this.retrySeconds,
				this.user, this.again, this.renewal, quietSeconds);
	}

	/**
	 * Returns the key of what to say about this.
	 */
	String key() {
		return (isTroubled() || this.state.equals(AttemptState.FAILED.name())) ? "problem." + this.problem : this.state;
	}

	private boolean isTroubled() {
		return this.state.equals(AttemptState.NEEDED.name()) && LoginFailure.Kind.PLATFORM.name().equals(this.problem);
	}

	/**
	 * Returns what is the same as long as there is no news.
	 */
	AttemptView withoutTimes() {
		return new AttemptView(this.state, this.code, null, this.problem, this.said, null, this.user, this.again,
				this.renewal, (this.quietSeconds != null) ? 0L : null);
	}

}
