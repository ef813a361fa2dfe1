package io.westmoon.login;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One try to get a session, from need to outcome, as every process that shares the store
 * sees it. It outlives its end, since it also remembers whose account this is and until
 * when to leave people in peace. Immutable; each step returns the next version.
 *
 * @param id 128 random bits in hexadecimal
 * @param account the name of the account
 * @param state how far the attempt has come
 * @param code the living code, in {@code SHOWN} and {@code SCANNED} only
 * @param codes how many codes were shown
 * @param notices how many notices were sent to people
 * @param confirmed the session that the platform gave, in {@code CONFIRMED} only
 * @param failure why the attempt, its last code or the attempt before it failed
 * @param failures how many attempts failed one after the other
 * @param coolDownUntil until when no new attempt begins by itself
 * @param pinnedUserId the user of the account's first login
 * @param version grows by one with each write
 */
public record LoginAttempt(String id, String account, State state, @Nullable LoginQrCode code, int codes, int notices,
		@Nullable WestmoonSession confirmed, @Nullable Failure failure, int failures, @Nullable Instant coolDownUntil,
		@Nullable String pinnedUserId, long version) {

	/**
	 * Begins an attempt; no code has been asked for yet.
	 * @param account the name of the account
	 * @param previous the attempt before it; {@code null} if there never was one
	 * @return the attempt in state {@code NEEDED}
	 */
	public static LoginAttempt begin(String account, @Nullable LoginAttempt previous) {
		if (previous == null) {
			return new LoginAttempt(AttemptIds.next(), account, State.NEEDED, null, 0, 0, null, null, 0, null, null, 1);
		}
		return new LoginAttempt(AttemptIds.next(), account, State.NEEDED, null, 0, 0, null, previous.failure,
				previous.failures, null, previous.pinnedUserId, previous.version + 1);
	}

	/**
	 * Begins an attempt with a code that somebody else asked for.
	 * @param account the name of the account
	 * @param previous the attempt before it; {@code null} if there never was one
	 * @param code the code
	 * @param codes how many codes count as shown; with as many as allowed, the end of
	 * this one ends the attempt
	 * @return the attempt in state {@code SHOWN}
	 */
	public static LoginAttempt adopt(String account, @Nullable LoginAttempt previous, LoginQrCode code, int codes) {
		String pinned = (previous != null) ? previous.pinnedUserId : null;
		return new LoginAttempt(AttemptIds.next(), account, State.SHOWN, code, codes, 0, null, null, 0, null, pinned,
				versionAfter(previous));
	}

	/**
	 * Forgets the login and the pinned user; no attempt begins by itself any more.
	 * @param account the name of the account
	 * @param previous the attempt before it; {@code null} if there never was one
	 * @return the attempt in state {@code LOGGED_OUT}
	 */
	public static LoginAttempt loggedOut(String account, @Nullable LoginAttempt previous) {
		return new LoginAttempt(AttemptIds.next(), account, State.LOGGED_OUT, null, 0, 0, null, null, 0, null, null,
				versionAfter(previous));
	}

	/**
	 * Shows a code. The first code of an attempt ends what is remembered of earlier
	 * failures to reach the platform.
	 * @param code the code
	 * @return the attempt in state {@code SHOWN}
	 */
	public LoginAttempt shown(LoginQrCode code) {
		boolean reachedAgain = this.failure != null && this.failure.kind() == Failure.Kind.PLATFORM;
		return new LoginAttempt(this.id, this.account, State.SHOWN, code, this.codes + 1, this.notices, null,
				(this.codes == 0) ? null : this.failure, reachedAgain ? 0 : this.failures, null, this.pinnedUserId,
				this.version + 1);
	}

	/**
	 * Notes that somebody scanned the code.
	 * @return the attempt in state {@code SCANNED}
	 */
	public LoginAttempt scanned() {
		return new LoginAttempt(this.id, this.account, State.SCANNED, this.code, this.codes, this.notices, null,
				this.failure, this.failures, null, this.pinnedUserId, this.version + 1);
	}

	/**
	 * Keeps the session that the platform gave, before anything else is done with it.
	 * @param session the session
	 * @return the attempt in state {@code CONFIRMED}
	 */
	public LoginAttempt confirmed(WestmoonSession session) {
		return new LoginAttempt(this.id, this.account, State.CONFIRMED, null, this.codes, this.notices, session, null,
				this.failures, null, this.pinnedUserId, this.version + 1);
	}

	/**
	 * Goes on without the confirmed session, since somebody else's phone confirmed it.
	 * @return the attempt in state {@code NEEDED}
	 */
	public LoginAttempt notAccepted() {
		return new LoginAttempt(this.id, this.account, State.NEEDED, null, this.codes, this.notices, null,
				new Failure(Failure.Kind.WRONG_USER, null), this.failures, null, this.pinnedUserId, this.version + 1);
	}

	/**
	 * Ends the attempt with a session.
	 * @param userId the user who logged in, pinned unless another one is; {@code null} if
	 * unknown
	 * @return the attempt in state {@code ACCEPTED}
	 */
	public LoginAttempt accepted(@Nullable String userId) {
		return new LoginAttempt(this.id, this.account, State.ACCEPTED, null, this.codes, this.notices, null, null, 0,
				null, (this.pinnedUserId != null) ? this.pinnedUserId : userId, this.version + 1);
	}

	/**
	 * Ends the attempt without a session.
	 * @param failure why
	 * @param failures how many attempts failed one after the other, this one included
	 * @param coolDownUntil until when no new attempt begins by itself
	 * @return the attempt in state {@code FAILED}
	 */
	public LoginAttempt failed(Failure failure, int failures, Instant coolDownUntil) {
		return new LoginAttempt(this.id, this.account, State.FAILED, null, this.codes, this.notices, null, failure,
				failures, coolDownUntil, this.pinnedUserId, this.version + 1);
	}

	/**
	 * Pins the user who turned out to be the one of the account's first login.
	 * @param userId the user
	 * @return the attempt in the same state
	 */
	public LoginAttempt pinned(String userId) {
		return new LoginAttempt(this.id, this.account, this.state, this.code, this.codes, this.notices, this.confirmed,
				this.failure, this.failures, this.coolDownUntil, userId, this.version + 1);
	}

	/**
	 * Tells whether the attempt still waits for somebody or something.
	 * @return whether it is under way
	 */
	public boolean isLive() {
		return this.state.live;
	}

	/**
	 * Returns when the code counts as dead whatever the platform says. One that somebody
	 * scanned is given its life once more to be confirmed.
	 * @return {@code null} if there is no code
	 */
	public @Nullable Instant codeEndsAt() {
		if (this.code == null || this.state != State.SCANNED) {
			return (this.code != null) ? this.code.expiresAt() : null;
		}
		return this.code.expiresAt().plus(Duration.between(this.code.issuedAt(), this.code.expiresAt()));
	}

	/**
	 * Tells whether a new attempt must not begin by itself yet.
	 * @param now the current time
	 * @return whether a cool-down holds
	 */
	public boolean isCoolingDown(Instant now) {
		return this.coolDownUntil != null && now.isBefore(this.coolDownUntil);
	}

	private static long versionAfter(@Nullable LoginAttempt previous) {
		return (previous != null) ? previous.version + 1 : 1;
	}

	/**
	 * Shows neither the scan token nor the session.
	 */
	@Override
	public String toString() {
		return "LoginAttempt[account=" + this.account + ", state=" + this.state + ", codes=" + this.codes + ", failure="
				+ this.failure + ", version=" + this.version + "]";
	}

	/**
	 * How far an attempt has come.
	 */
	public enum State {

		/** A session is needed; no code has been asked for. */
		NEEDED(true),

		/** A code waits to be scanned. */
		SHOWN(true),

		/** Somebody scanned and has to confirm. */
		SCANNED(true),

		/** The platform gave a session that is not accepted yet. */
		CONFIRMED(true),

		/** The session was accepted. */
		ACCEPTED(false),

		/** The attempt ended without a session. */
		FAILED(false),

		/** A person logged out; only a person begins anew. */
		LOGGED_OUT(false);

		private final boolean live;

		State(boolean live) {
			this.live = live;
		}

	}

	/**
	 * Why an attempt failed.
	 *
	 * @param kind the kind of failure
	 * @param detail what the platform said; foreign text, never a secret
	 */
	public record Failure(Kind kind, @Nullable String detail) {

		/**
		 * The kinds of failure.
		 */
		public enum Kind {

			/** The platform could not be reached or gave no code. */
			PLATFORM,

			/** All codes ended without a scan that was confirmed. */
			NOBODY_SCANNED,

			/** The person refused on the phone. */
			REJECTED,

			/** The person cancelled on the phone. */
			CANCELED,

			/** Somebody logged in who may not. */
			WRONG_USER,

			/** The platform did not accept the session that it had just given. */
			SESSION_REJECTED

		}

	}

}
