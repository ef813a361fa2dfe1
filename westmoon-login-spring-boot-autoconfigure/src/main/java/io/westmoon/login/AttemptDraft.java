package io.westmoon.login;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An attempt while its next version is put together. Not thread-safe.
 */
final class AttemptDraft {

	private String id;

	private final String account;

	private AttemptState state;

	private @Nullable LoginQrCode code;

	private int unnoticedCodes;

	private @Nullable Instant watchedUntil;

	private final int notices;

	private @Nullable WestmoonSession confirmed;

	private @Nullable LoginFailure failure;

	private int failures;

	private int platformFailures;

	private @Nullable Instant coolDownUntil;

	private @Nullable String pinnedUserId;

	private long version;

	AttemptDraft(LoginAttempt attempt) {
		this.id = attempt.id();
		this.account = attempt.account();
		this.state = attempt.state();
		this.code = attempt.code();
		this.unnoticedCodes = attempt.unnoticedCodes();
		this.watchedUntil = attempt.watchedUntil();
		this.notices = attempt.notices();
		this.confirmed = attempt.confirmed();
		this.failure = attempt.failure();
		this.failures = attempt.failures();
		this.platformFailures = attempt.platformFailures();
		this.coolDownUntil = attempt.coolDownUntil();
		this.pinnedUserId = attempt.pinnedUserId();
		this.version = attempt.version();
	}

	private AttemptDraft(String account) {
		this.id = AttemptIds.next();
		this.account = account;
		this.state = AttemptState.NEEDED;
		this.notices = 0;
		this.version = 1;
	}

	/**
	 * Starts a new attempt that takes the place of another one.
	 */
	static AttemptDraft after(String account, @Nullable LoginAttempt previous) {
		AttemptDraft draft = new AttemptDraft(account);
		if (previous != null) {
			draft.pinnedUserId = previous.pinnedUserId();
			draft.version = previous.version() + 1;
		}
		return draft;
	}

	AttemptDraft id(String id) {
		this.id = id;
		return this;
	}

	AttemptDraft state(AttemptState state) {
		this.state = state;
		return this;
	}

	AttemptDraft code(@Nullable LoginQrCode code) {
		this.code = code;
		return this;
	}

	AttemptDraft unnoticedCodes(int unnoticedCodes) {
		this.unnoticedCodes = unnoticedCodes;
		return this;
	}

	AttemptDraft watchedUntil(@Nullable Instant watchedUntil) {
		this.watchedUntil = watchedUntil;
		return this;
	}

	AttemptDraft confirmed(@Nullable WestmoonSession confirmed) {
		this.confirmed = confirmed;
		return this;
	}

	AttemptDraft failure(@Nullable LoginFailure failure) {
		this.failure = failure;
		return this;
	}

	AttemptDraft failures(int failures) {
		this.failures = failures;
		return this;
	}

	AttemptDraft platformFailures(int platformFailures) {
		this.platformFailures = platformFailures;
		return this;
	}

	AttemptDraft coolDownUntil(@Nullable Instant coolDownUntil) {
		this.coolDownUntil = coolDownUntil;
		return this;
	}

	AttemptDraft pinnedUserId(@Nullable String pinnedUserId) {
		this.pinnedUserId = pinnedUserId;
		return this;
	}

	AttemptDraft version(long version) {
		this.version = version;
		return this;
	}

	LoginAttempt done() {
		return new LoginAttempt(this.id, this.account, this.state, this.code, this.unnoticedCodes, this.watchedUntil,
				this.notices, this.confirmed, this.failure, this.failures, this.platformFailures, this.coolDownUntil,
				this.pinnedUserId, this.version);
	}

}
