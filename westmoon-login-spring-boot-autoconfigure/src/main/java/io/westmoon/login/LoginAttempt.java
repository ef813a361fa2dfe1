package io.westmoon.login;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One try to get a session, from need to outcome, as every process that shares the store
 * sees it. It outlives its end, since it also remembers whose account this is and until
 * when to leave people in peace. Immutable; each step returns the next version. A step
 * that leads to a state which cannot follow fails with {@link IllegalStateException}.
 *
 * @param id 128 random bits in hexadecimal
 * @param account the name of the account
 * @param state how far the attempt has come
 * @param code the living code, in {@code SHOWN} and {@code SCANNED} only
 * @param unnoticedCodes how many codes ended that nobody looked at or scanned
 * @param watchedUntil until when somebody counts as looking at the attempt's page;
 * {@code null} if nobody ever did
 * @param notices how many notices were sent to people
 * @param confirmed the session that the platform gave, in {@code CONFIRMED} only
 * @param failure why the attempt failed or has no code yet
 * @param failures how many attempts failed one after the other
 * @param platformFailures how many times the platform gave no code, one after the other
 * @param coolDownUntil until when no code is asked for by itself
 * @param pinnedUserId the user of the account's first login
 * @param version grows by one with each write
 */
public record LoginAttempt(String id, String account, AttemptState state, @Nullable LoginQrCode code,
		int unnoticedCodes, @Nullable Instant watchedUntil, int notices, @Nullable WestmoonSession confirmed,
		@Nullable LoginFailure failure, int failures, int platformFailures, @Nullable Instant coolDownUntil,
		@Nullable String pinnedUserId, long version) {

	/**
	 * Begins an attempt; no code has been asked for yet.
	 * @param account the name of the account
	 * @param previous the attempt before it; {@code null} if there never was one
	 * @return the attempt in state {@code NEEDED}
	 */
	public static LoginAttempt begin(String account, @Nullable LoginAttempt previous) {
		AttemptDraft draft = AttemptDraft.after(account, previous).state(AttemptState.NEEDED);
		if (previous != null) {
			draft.failures(previous.failures).platformFailures(previous.platformFailures);
		}
		return draft.done();
	}

	/**
	 * Begins an attempt with a code that somebody else asked for.
	 * @param account the name of the account
	 * @param previous the attempt before it; {@code null} if there never was one
	 * @param code the code
	 * @param unnoticedCodes how many codes count as ended unnoticed; with as many as
	 * allowed, the end of this one ends the attempt
	 * @return the attempt in state {@code SHOWN}
	 */
	public static LoginAttempt adopt(String account, @Nullable LoginAttempt previous, LoginQrCode code,
			int unnoticedCodes) {
		return AttemptDraft.after(account, previous)
			.state(AttemptState.SHOWN)
			.code(code)
			.unnoticedCodes(unnoticedCodes)
			.done();
	}

	/**
	 * Describes a login that another program began and that no attempt was written for. A
	 * step taken from it replaces the stored attempt.
	 * @param id the id, the same whoever describes that login
	 * @param account the name of the account
	 * @param stored the attempt that is stored; {@code null} if there is none
	 * @param code the code
	 * @return the attempt in state {@code SHOWN}, with the stored one's version
	 */
	public static LoginAttempt foreign(String id, String account, @Nullable LoginAttempt stored, LoginQrCode code) {
		AttemptDraft draft = AttemptDraft.after(account, stored).id(id).state(AttemptState.SHOWN).code(code);
		if (stored != null) {
			draft.failures(stored.failures);
		}
		return draft.version((stored != null) ? stored.version : 0).done();
	}

	/**
	 * Forgets the login and the pinned user; no attempt begins by itself any more.
	 * @param account the name of the account
	 * @param previous the attempt before it; {@code null} if there never was one
	 * @return the attempt in state {@code LOGGED_OUT}
	 */
	public static LoginAttempt loggedOut(String account, @Nullable LoginAttempt previous) {
		return AttemptDraft.after(account, previous).state(AttemptState.LOGGED_OUT).pinnedUserId(null).done();
	}

	/**
	 * Notes that somebody looks at the attempt's page.
	 * @param until until when that counts
	 * @return the attempt in the same state
	 */
	public LoginAttempt watched(Instant until) {
		return draft().watchedUntil(until).done();
	}

	/**
	 * Goes on without a code, since the platform gave none.
	 * @param failure why
	 * @param coolDownUntil until when none is asked for by itself
	 * @return the attempt in state {@code NEEDED}
	 */
	public LoginAttempt withoutCode(LoginFailure failure, Instant coolDownUntil) {
		return draft().failure(failure).platformFailures(this.platformFailures + 1).coolDownUntil(coolDownUntil).done();
	}

	/**
	 * Ends the wait before the next code, since a person wants one.
	 * @return the attempt in the same state
	 */
	public LoginAttempt hurried() {
		return draft().coolDownUntil(null).done();
	}

	/**
	 * Shows a code.
	 * @param code the code
	 * @return the attempt in state {@code SHOWN}
	 */
	public LoginAttempt shown(LoginQrCode code) {
		boolean strangerWasHere = this.failure != null && this.failure.kind() == LoginFailure.Kind.WRONG_USER;
		return to(AttemptState.SHOWN).code(code)
			.failure(strangerWasHere ? this.failure : null)
			.platformFailures(0)
			.coolDownUntil(null)
			.done();
	}

	/**
	 * Notes that somebody scanned the code.
	 * @return the attempt in state {@code SCANNED}
	 */
	public LoginAttempt scanned() {
		return to(AttemptState.SCANNED).code(this.code).done();
	}

	/**
	 * Goes on without the code, which has ended. It counts unless somebody looked at it
	 * or scanned it.
	 * @return the attempt in state {@code NEEDED}
	 */
	public LoginAttempt codeEnded() {
		boolean lookedAt = this.watchedUntil != null && this.code != null
				&& this.watchedUntil.isAfter(this.code.issuedAt());
		boolean noticed = this.state == AttemptState.SCANNED || lookedAt;
		return to(AttemptState.NEEDED).unnoticedCodes(this.unnoticedCodes + (noticed ? 0 : 1)).done();
	}

	/**
	 * Keeps the session that the platform gave, before anything else is done with it.
	 * @param session the session
	 * @return the attempt in state {@code CONFIRMED}
	 */
	public LoginAttempt confirmed(WestmoonSession session) {
		return to(AttemptState.CONFIRMED).confirmed(session).failure(null).coolDownUntil(null).done();
	}

	/**
	 * Goes on without the confirmed session, since somebody else's phone confirmed it.
	 * @return the attempt in state {@code NEEDED}
	 */
	public LoginAttempt notAccepted() {
		return to(AttemptState.NEEDED).failure(new LoginFailure(LoginFailure.Kind.WRONG_USER)).done();
	}

	/**
	 * Ends the attempt with a session.
	 * @param userId the user who logged in, pinned unless another one is; {@code null} if
	 * unknown
	 * @return the attempt in state {@code ACCEPTED}
	 */
	public LoginAttempt accepted(@Nullable String userId) {
		return to(AttemptState.ACCEPTED).failure(null)
			.failures(0)
			.platformFailures(0)
			.coolDownUntil(null)
			.pinnedUserId((this.pinnedUserId != null) ? this.pinnedUserId : userId)
			.done();
	}

	/**
	 * Ends the attempt that brought a session, also if it still shows the code, since
	 * nothing could be written for a while.
	 * @param attemptId the id of the attempt that brought the session
	 * @param session the session
	 * @return the attempt in state {@code ACCEPTED}; {@code null} if it is another one or
	 * has ended
	 */
	@Nullable LoginAttempt finishedBy(String attemptId, WestmoonSession session) {
		boolean own = this.id.equals(attemptId) && (this.confirmed == null || session.isSameAs(this.confirmed));
		return (own && isLive()) ? accepted(session.userId()) : null;
	}

	/**
	 * Ends the attempt without a session.
	 * @param failure why
	 * @param coolDownUntil until when no new attempt begins by itself
	 * @return the attempt in state {@code FAILED}
	 */
	public LoginAttempt failed(LoginFailure failure, Instant coolDownUntil) {
		return to(AttemptState.FAILED).failure(failure).failures(this.failures + 1).coolDownUntil(coolDownUntil).done();
	}

	/**
	 * Pins the user who turned out to be the one of the account's first login.
	 * @param userId the user
	 * @return the attempt in the same state
	 */
	public LoginAttempt pinned(String userId) {
		return draft().pinnedUserId(userId).done();
	}

	/**
	 * Leaves out what lies so far ahead that no engine can have written it: the clock was
	 * set back meanwhile, or the record is damaged.
	 * @param latestCoolDown when each cool-down is over
	 * @param latestLook when each look is over
	 * @return the attempt in the same state and version
	 */
	LoginAttempt believable(Instant latestCoolDown, Instant latestLook) {
		AttemptDraft draft = new AttemptDraft(this);
		if (this.coolDownUntil != null && this.coolDownUntil.isAfter(latestCoolDown)) {
			draft.coolDownUntil(null);
		}
		if (this.watchedUntil != null && this.watchedUntil.isAfter(latestLook)) {
			draft.watchedUntil(null);
		}
		return draft.done();
	}

	private AttemptDraft draft() {
		return new AttemptDraft(this).version(this.version + 1);
	}

	private AttemptDraft to(AttemptState next) {
		if (!this.state.next().contains(next)) {
			throw new IllegalStateException("A login attempt does not go from " + this.state + " to " + next);
		}
		return draft().state(next).code(null).confirmed(null);
	}

	/**
	 * Tells whether the attempt still waits for somebody or something.
	 * @return whether it is under way
	 */
	public boolean isLive() {
		return !this.state.isEnd();
	}

	/**
	 * Tells whether somebody looks at the attempt's page.
	 * @param now the current time
	 * @return whether somebody does
	 */
	public boolean isWatched(Instant now) {
		return this.watchedUntil != null && now.isBefore(this.watchedUntil);
	}

	/**
	 * Returns when the code counts as dead whatever the platform says. One that somebody
	 * scanned is given its life once more to be confirmed.
	 * @return {@code null} if there is no code
	 */
	public @Nullable Instant codeEndsAt() {
		if (this.code == null || this.state != AttemptState.SCANNED) {
			return (this.code != null) ? this.code.expiresAt() : null;
		}
		return this.code.expiresAt().plus(this.code.life());
	}

	/**
	 * Tells whether no code must be asked for by itself yet.
	 * @param now the current time
	 * @return whether a cool-down holds
	 */
	public boolean isCoolingDown(Instant now) {
		return this.coolDownUntil != null && now.isBefore(this.coolDownUntil);
	}

	/**
	 * Shows neither the scan token nor the session.
	 */
	@Override
	public String toString() {
		return "LoginAttempt[account=" + this.account + ", state=" + this.state + ", unnoticedCodes="
				+ this.unnoticedCodes + ", failure=" + this.failure + ", version=" + this.version + "]";
	}

}
