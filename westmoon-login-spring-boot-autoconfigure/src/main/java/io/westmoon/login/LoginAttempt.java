package io.westmoon.login;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonValue;
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
 * @param beganAt when the attempt began; {@code null} if unknown
 * @param endedAt when the attempt ended; {@code null} if it has not, or if unknown
 * @param code the living code, in {@code SHOWN} and {@code SCANNED} only
 * @param unnoticedCodes how many codes ended that nobody looked at or scanned
 * @param watchedUntil until when somebody counts as looking at the attempt's page;
 * {@code null} if nobody ever did
 * @param notices how many notices people got, as long as they were not told the outcome
 * @param nextNoticeAt when the next notice is due; {@code null} for none
 * @param confirmed the session that the platform gave, in {@code CONFIRMED} only
 * @param failure why the attempt failed or has no code yet
 * @param failures how many attempts failed one after the other
 * @param platformFailures how many times the platform gave no code, one after the other
 * @param earlyRejections how many accepted sessions the platform rejected soon after
 * their login, one after the other
 * @param coolDownUntil until when no code is asked for by itself
 * @param pinnedUserId the user of the account's first login
 * @param acceptedSession the fingerprint of the session that the attempt brought, in
 * {@code ACCEPTED} only; {@code null} if unknown or if its early rejection was counted
 * @param renewalOf the fingerprint of the session that the attempt renews while it still
 * works; {@code null} if a session is needed
 * @param reminders how many times people were reminded to renew the session
 * @param invitation whether people were reminded to renew the session, and nobody has
 * come yet
 * @param voidSessions what logouts made void: the fingerprints of sessions and the ids of
 * attempts whose sessions are never used or kept again, wherever they turn up
 * @param version grows by one with each write
 */
public record LoginAttempt(String id, String account, AttemptState state, @Nullable Instant beganAt,
		@Nullable Instant endedAt, @Nullable LoginQrCode code, int unnoticedCodes, @Nullable Instant watchedUntil,
		int notices, @Nullable Instant nextNoticeAt, @Nullable WestmoonSession confirmed,
		@Nullable LoginFailure failure, int failures, int platformFailures, int earlyRejections,
		@Nullable Instant coolDownUntil, @Nullable String pinnedUserId, @Nullable String acceptedSession,
		@Nullable String renewalOf, int reminders, boolean invitation, List<String> voidSessions, long version) {

	private static final int MAX_VOID_SESSIONS = 16;

	/**
	 * Copies the list, so that the attempt cannot be changed.
	 */
	public LoginAttempt {
		voidSessions = List.copyOf(voidSessions);
	}

	/**
	 * Starts to build an attempt.
	 * @return a builder without an id and an account
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Starts to build an attempt from this one.
	 * @return a builder with all fields of this attempt, the version included
	 */
	public Builder toBuilder() {
		return new Builder().id(this.id)
			.account(this.account)
			.state(this.state)
			.beganAt(this.beganAt)
			.endedAt(this.endedAt)
			.code(this.code)
			.unnoticedCodes(this.unnoticedCodes)
			.watchedUntil(this.watchedUntil)
			.notices(this.notices)
			.nextNoticeAt(this.nextNoticeAt)
			.confirmed(this.confirmed)
			.failure(this.failure)
			.failures(this.failures)
			.platformFailures(this.platformFailures)
			.earlyRejections(this.earlyRejections)
			.coolDownUntil(this.coolDownUntil)
			.pinnedUserId(this.pinnedUserId)
			.acceptedSession(this.acceptedSession)
			.renewalOf(this.renewalOf)
			.reminders(this.reminders)
			.invitation(this.invitation)
			.voidSessions(this.voidSessions)
			.version(this.version);
	}

	/**
	 * Returns an id for a new attempt. The first call in a process may block while it
	 * reads random bits from the system.
	 * @return 128 random bits in hexadecimal, which nobody can guess
	 */
	public static String newId() {
		return AttemptIds.next();
	}

	/**
	 * Begins an attempt; no code has been asked for yet.
	 * @param account the name of the account
	 * @param previous the attempt before it; {@code null} if there never was one
	 * @return the attempt in state {@code NEEDED}
	 */
	public static LoginAttempt begin(String account, @Nullable LoginAttempt previous) {
		Builder draft = Builder.after(account, previous).state(AttemptState.NEEDED);
		if (previous != null) {
			draft.failures(previous.failures).platformFailures(previous.platformFailures);
		}
		return draft.build();
	}

	/**
	 * Begins an attempt that renews a session which still works. Whatever becomes of it,
	 * the next login that is needed begins at once. Reminders of the same session are
	 * counted on.
	 * @param account the name of the account
	 * @param previous the attempt before it; {@code null} if there never was one
	 * @param session the session that works
	 * @return the attempt in state {@code NEEDED}
	 */
	public static LoginAttempt beginRenewal(String account, @Nullable LoginAttempt previous, WestmoonSession session) {
		String renewalOf = session.fingerprint();
		boolean again = previous != null && renewalOf.equals(previous.renewalOf);
		return begin(account, previous).toBuilder()
			.renewalOf(renewalOf)
			.reminders((previous != null && again) ? previous.reminders : 0)
			.build();
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
		return Builder.after(account, previous)
			.state(AttemptState.SHOWN)
			.code(code)
			.unnoticedCodes(unnoticedCodes)
			.build();
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
		Builder draft = Builder.after(account, stored).id(id).state(AttemptState.SHOWN).code(code);
		if (stored != null) {
			draft.failures(stored.failures);
		}
		return draft.version((stored != null) ? stored.version : 0).build();
	}

	/**
	 * Forgets the login and the pinned user; no attempt begins by itself any more. Makes
	 * void the known sessions and those that the attempt before confirmed or accepted.
	 * @param account the name of the account
	 * @param previous the attempt before it; {@code null} if there never was one
	 * @param sessions the known sessions of the account
	 * @return the attempt in state {@code LOGGED_OUT}
	 */
	public static LoginAttempt loggedOut(String account, @Nullable LoginAttempt previous,
			Collection<WestmoonSession> sessions) {
		Set<String> voids = new LinkedHashSet<>();
		if (previous != null) {
			voids.addAll(previous.voidSessions);
			voids.add(previous.id);
			Stream.of(previous.acceptedSession, fingerprint(previous.confirmed))
				.filter(Objects::nonNull)
				.forEach(voids::add);
		}
		sessions.forEach((session) -> voids.add(session.fingerprint()));
		List<String> all = List.copyOf(voids);
		return Builder.after(account, previous)
			.state(AttemptState.LOGGED_OUT)
			.notices((previous != null) ? previous.notices : 0)
			.earlyRejections(0)
			.pinnedUserId(null)
			.voidSessions(all.subList(Math.max(0, all.size() - MAX_VOID_SESSIONS), all.size()))
			.build();
	}

	private static @Nullable String fingerprint(@Nullable WestmoonSession session) {
		return (session != null) ? session.fingerprint() : null;
	}

	/**
	 * Notes when the attempt began.
	 * @param beganAt when
	 * @return the attempt in the same state
	 */
	public LoginAttempt began(Instant beganAt) {
		return draft().beganAt(beganAt).build();
	}

	/**
	 * Notes when the attempt ended, if it has and if that is not noted yet.
	 * @param endedAt when
	 * @return the attempt in the same state and version
	 */
	public LoginAttempt ended(Instant endedAt) {
		return (isLive() || this.endedAt != null) ? this : toBuilder().endedAt(endedAt).build();
	}

	/**
	 * Notes that somebody looks at the attempt's page.
	 * @param until until when that counts
	 * @return the attempt in the same state
	 */
	public LoginAttempt watched(Instant until) {
		return draft().watchedUntil(until).invitation(false).build();
	}

	/**
	 * Notes that people get a notice.
	 * @param nextNoticeAt when the next one is due; {@code null} for none
	 * @return the attempt in the same state
	 */
	public LoginAttempt noticed(@Nullable Instant nextNoticeAt) {
		return draft().notices(Math.max(this.notices + 1, this.reminders)).nextNoticeAt(nextNoticeAt).build();
	}

	/**
	 * Notes that people are told the outcome, so that nobody tells it again.
	 * @return the attempt in the same state
	 */
	public LoginAttempt outcomeTold() {
		return draft().notices(0).nextNoticeAt(null).build();
	}

	/**
	 * Puts off the next notice.
	 * @param until when it is due
	 * @return the attempt in the same state
	 */
	public LoginAttempt snoozed(Instant until) {
		return draft().nextNoticeAt(until).build();
	}

	/**
	 * Goes on without a code, since the platform gave none.
	 * @param failure why
	 * @param coolDownUntil until when none is asked for by itself
	 * @return the attempt in state {@code NEEDED}
	 */
	public LoginAttempt withoutCode(LoginFailure failure, Instant coolDownUntil) {
		return draft().failure(failure)
			.platformFailures(this.platformFailures + 1)
			.coolDownUntil(coolDownUntil)
			.build();
	}

	/**
	 * Ends the wait before the next code and counts codes anew, since a person wants one.
	 * @return the attempt in the same state
	 */
	public LoginAttempt hurried() {
		return draft().coolDownUntil(null).unnoticedCodes(0).invitation(false).build();
	}

	/**
	 * Reminds people to renew the session.
	 * @param now the current time, from which on the attempt's link counts
	 * @return the attempt in the same state
	 */
	public LoginAttempt reminded(Instant now) {
		return draft().reminders(this.reminders + 1).beganAt(now).invitation(true).build();
	}

	/**
	 * Makes a renewal a login that is needed, since the session has ended meanwhile. A
	 * code that waits to be scanned stays.
	 * @param now the current time, from which on the attempt's link counts
	 * @return the attempt in the same state
	 */
	public LoginAttempt required(Instant now) {
		return draft().renewalOf(null)
			.reminders(0)
			.invitation(false)
			.notices(0)
			.nextNoticeAt(null)
			.unnoticedCodes(0)
			.beganAt(now)
			.build();
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
			.build();
	}

	/**
	 * Notes that somebody scanned the code.
	 * @return the attempt in state {@code SCANNED}
	 */
	public LoginAttempt scanned() {
		return to(AttemptState.SCANNED).code(this.code).build();
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
		return to(AttemptState.NEEDED).unnoticedCodes(this.unnoticedCodes + (noticed ? 0 : 1)).build();
	}

	/**
	 * Goes on without the code, which ended while nobody drove the attempt. It does not
	 * count.
	 * @return the attempt in state {@code NEEDED}
	 */
	public LoginAttempt codeEndedUnattended() {
		return to(AttemptState.NEEDED).build();
	}

	/**
	 * Keeps the session that the platform gave, before anything else is done with it.
	 * @param session the session
	 * @return the attempt in state {@code CONFIRMED}
	 */
	public LoginAttempt confirmed(WestmoonSession session) {
		return to(AttemptState.CONFIRMED).confirmed(session).failure(null).coolDownUntil(null).build();
	}

	/**
	 * Goes on without the confirmed session, since somebody else's phone confirmed it.
	 * @return the attempt in state {@code NEEDED}
	 */
	public LoginAttempt notAccepted() {
		return to(AttemptState.NEEDED).failure(new LoginFailure(LoginFailure.Kind.WRONG_USER)).build();
	}

	/**
	 * Ends the attempt with a session.
	 * @param session the session
	 * @param userId the user to pin unless another one is pinned; {@code null} for none
	 * @return the attempt in state {@code ACCEPTED}
	 */
	public LoginAttempt accepted(WestmoonSession session, @Nullable String userId) {
		return to(AttemptState.ACCEPTED).acceptedSession(session.fingerprint())
			.failure(null)
			.failures(0)
			.platformFailures(0)
			.coolDownUntil(null)
			.pinnedUserId((this.pinnedUserId != null) ? this.pinnedUserId : userId)
			.renewalOf(null)
			.reminders(0)
			.build();
	}

	/**
	 * Ends the attempt without a session. A renewal leaves no cool-down and does not
	 * count as a failure, since the session still works.
	 * @param failure why
	 * @param coolDownUntil until when no new attempt begins by itself
	 * @return the attempt in state {@code FAILED}
	 */
	public LoginAttempt failed(LoginFailure failure, Instant coolDownUntil) {
		return to(AttemptState.FAILED).failure(failure)
			.failures(isRenewal() ? this.failures : this.failures + 1)
			.coolDownUntil(isRenewal() ? null : coolDownUntil)
			.build();
	}

	/**
	 * Counts that the platform rejected the accepted session soon after its login. A
	 * session counts once.
	 * @return the attempt in state {@code ACCEPTED}
	 */
	public LoginAttempt rejectedEarly() {
		return draft().acceptedSession(null).earlyRejections(this.earlyRejections + 1).build();
	}

	/**
	 * Counts that the platform rejected the accepted session soon after its login, and
	 * pauses the account, since that happened too often in a row. Counts as an outcome
	 * that people are to be told.
	 * @param coolDownUntil until when no new attempt begins by itself
	 * @return the attempt in state {@code FAILED}
	 */
	public LoginAttempt replacedElsewhere(Instant coolDownUntil) {
		return to(AttemptState.FAILED).failure(LoginFailure.replacedElsewhere())
			.notices(Math.max(1, this.notices))
			.earlyRejections(this.earlyRejections + 1)
			.coolDownUntil(coolDownUntil)
			.build();
	}

	/**
	 * Pins the user who turned out to be the one of the account's first login.
	 * @param userId the user
	 * @return the attempt in the same state
	 */
	public LoginAttempt pinned(String userId) {
		return draft().pinnedUserId(userId).build();
	}

	private Builder draft() {
		return toBuilder().version(this.version + 1);
	}

	private Builder to(AttemptState next) {
		if (!this.state.next().contains(next)) {
			throw new IllegalStateException("A login attempt does not go from " + this.state + " to " + next);
		}
		return draft().state(next).endedAt(null).code(null).confirmed(null).acceptedSession(null).invitation(false);
	}

	/**
	 * Tells whether the attempt still waits for somebody or something.
	 * @return whether it is under way
	 */
	public boolean isLive() {
		return !this.state.isEnd();
	}

	/**
	 * Tells whether the attempt renews a session that still worked when it was last
	 * looked at, so that no call waits for it.
	 * @return whether it is a renewal
	 */
	public boolean isRenewal() {
		return this.renewalOf != null;
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
	 * Keeps Jackson from writing it as JSON, whatever the visibility that a mapper is
	 * configured with.
	 */
	@JsonValue
	Object json() {
		throw new UnsupportedOperationException(
				"A LoginAttempt is not written as JSON, since it holds secrets. Use LoginStatus to show how a login stands");
	}

	/**
	 * Shows neither the scan token nor the session.
	 */
	@Override
	public String toString() {
		return "LoginAttempt[account=" + this.account + ", state=" + this.state + ", unnoticedCodes="
				+ this.unnoticedCodes + ", failure=" + this.failure + ", version=" + this.version + "]";
	}

	/**
	 * Builds an attempt field by field, for stores that read one. A field that is not set
	 * is empty or zero, so fields that later versions add do not break a store. Not
	 * thread-safe.
	 */
	public static final class Builder {

		private String id = "";

		private String account = "";

		private AttemptState state = AttemptState.NEEDED;

		private @Nullable Instant beganAt;

		private @Nullable Instant endedAt;

		private @Nullable LoginQrCode code;

		private int unnoticedCodes;

		private @Nullable Instant watchedUntil;

		private int notices;

		private @Nullable Instant nextNoticeAt;

		private @Nullable WestmoonSession confirmed;

		private @Nullable LoginFailure failure;

		private int failures;

		private int platformFailures;

		private int earlyRejections;

		private @Nullable Instant coolDownUntil;

		private @Nullable String pinnedUserId;

		private @Nullable String acceptedSession;

		private @Nullable String renewalOf;

		private int reminders;

		private boolean invitation;

		private List<String> voidSessions = List.of();

		private long version;

		private Builder() {
		}

		/**
		 * An accepted session that was not counted lived long enough, so that the next
		 * early rejection is the first one again.
		 */
		private static Builder after(String account, @Nullable LoginAttempt previous) {
			Builder builder = new Builder().id(newId()).account(account).version(1);
			return (previous == null) ? builder
					: builder.earlyRejections((previous.acceptedSession == null) ? previous.earlyRejections : 0)
						.pinnedUserId(previous.pinnedUserId)
						.voidSessions(previous.voidSessions)
						.version(previous.version + 1);
		}

		/**
		 * Sets 128 random bits in hexadecimal.
		 * @param id 128 random bits in hexadecimal
		 * @return this builder
		 */
		public Builder id(String id) {
			this.id = id;
			return this;
		}

		/**
		 * Sets the name of the account.
		 * @param account the name of the account
		 * @return this builder
		 */
		public Builder account(String account) {
			this.account = account;
			return this;
		}

		/**
		 * Sets how far the attempt has come.
		 * @param state how far the attempt has come
		 * @return this builder
		 */
		public Builder state(AttemptState state) {
			this.state = state;
			return this;
		}

		/**
		 * Sets when the attempt began.
		 * @param beganAt when the attempt began; {@code null} if unknown
		 * @return this builder
		 */
		public Builder beganAt(@Nullable Instant beganAt) {
			this.beganAt = beganAt;
			return this;
		}

		/**
		 * Sets when the attempt ended.
		 * @param endedAt when the attempt ended; {@code null} if it has not
		 * @return this builder
		 */
		public Builder endedAt(@Nullable Instant endedAt) {
			this.endedAt = endedAt;
			return this;
		}

		/**
		 * Sets the living code.
		 * @param code the living code; {@code null} for none
		 * @return this builder
		 */
		public Builder code(@Nullable LoginQrCode code) {
			this.code = code;
			return this;
		}

		/**
		 * Sets how many codes ended that nobody looked at or scanned.
		 * @param unnoticedCodes how many codes ended that nobody looked at or scanned
		 * @return this builder
		 */
		public Builder unnoticedCodes(int unnoticedCodes) {
			this.unnoticedCodes = unnoticedCodes;
			return this;
		}

		/**
		 * Sets until when somebody counts as looking at the attempt's page.
		 * @param watchedUntil until when somebody counts as looking at the attempt's
		 * page; {@code null} for none
		 * @return this builder
		 */
		public Builder watchedUntil(@Nullable Instant watchedUntil) {
			this.watchedUntil = watchedUntil;
			return this;
		}

		/**
		 * Sets how many notices people got.
		 * @param notices how many, as long as they were not told the outcome
		 * @return this builder
		 */
		public Builder notices(int notices) {
			this.notices = notices;
			return this;
		}

		/**
		 * Sets when the next notice is due.
		 * @param nextNoticeAt when it is due; {@code null} for none
		 * @return this builder
		 */
		public Builder nextNoticeAt(@Nullable Instant nextNoticeAt) {
			this.nextNoticeAt = nextNoticeAt;
			return this;
		}

		/**
		 * Sets the session that the platform gave.
		 * @param confirmed the session that the platform gave; {@code null} for none
		 * @return this builder
		 */
		public Builder confirmed(@Nullable WestmoonSession confirmed) {
			this.confirmed = confirmed;
			return this;
		}

		/**
		 * Sets why the attempt failed or has no code yet.
		 * @param failure why the attempt failed or has no code yet; {@code null} for none
		 * @return this builder
		 */
		public Builder failure(@Nullable LoginFailure failure) {
			this.failure = failure;
			return this;
		}

		/**
		 * Sets how many attempts failed one after the other.
		 * @param failures how many attempts failed one after the other
		 * @return this builder
		 */
		public Builder failures(int failures) {
			this.failures = failures;
			return this;
		}

		/**
		 * Sets how many times the platform gave no code, one after the other.
		 * @param platformFailures how many times the platform gave no code, one after the
		 * other
		 * @return this builder
		 */
		public Builder platformFailures(int platformFailures) {
			this.platformFailures = platformFailures;
			return this;
		}

		/**
		 * Sets how many accepted sessions the platform rejected soon after their login.
		 * @param earlyRejections how many, one after the other
		 * @return this builder
		 */
		public Builder earlyRejections(int earlyRejections) {
			this.earlyRejections = earlyRejections;
			return this;
		}

		/**
		 * Sets until when no code is asked for by itself.
		 * @param coolDownUntil until when no code is asked for by itself; {@code null}
		 * for none
		 * @return this builder
		 */
		public Builder coolDownUntil(@Nullable Instant coolDownUntil) {
			this.coolDownUntil = coolDownUntil;
			return this;
		}

		/**
		 * Sets the user of the account's first login.
		 * @param pinnedUserId the user of the account's first login; {@code null} for
		 * none
		 * @return this builder
		 */
		public Builder pinnedUserId(@Nullable String pinnedUserId) {
			this.pinnedUserId = pinnedUserId;
			return this;
		}

		/**
		 * Sets the fingerprint of the session that the attempt brought.
		 * @param acceptedSession the fingerprint; {@code null} for none
		 * @return this builder
		 */
		public Builder acceptedSession(@Nullable String acceptedSession) {
			this.acceptedSession = acceptedSession;
			return this;
		}

		/**
		 * Sets the fingerprint of the session that the attempt renews.
		 * @param renewalOf the fingerprint; {@code null} if a session is needed
		 * @return this builder
		 */
		public Builder renewalOf(@Nullable String renewalOf) {
			this.renewalOf = renewalOf;
			return this;
		}

		/**
		 * Sets how many times people were reminded to renew the session.
		 * @param reminders how many times
		 * @return this builder
		 */
		public Builder reminders(int reminders) {
			this.reminders = reminders;
			return this;
		}

		/**
		 * Sets whether people were reminded and nobody has come yet.
		 * @param invitation whether nobody has come yet
		 * @return this builder
		 */
		public Builder invitation(boolean invitation) {
			this.invitation = invitation;
			return this;
		}

		/**
		 * Sets what logouts made void.
		 * @param voidSessions fingerprints of sessions and ids of attempts
		 * @return this builder
		 */
		public Builder voidSessions(List<String> voidSessions) {
			this.voidSessions = voidSessions;
			return this;
		}

		/**
		 * Sets the version.
		 * @param version the version
		 * @return this builder
		 */
		public Builder version(long version) {
			this.version = version;
			return this;
		}

		/**
		 * Builds the attempt.
		 * @return the attempt
		 */
		public LoginAttempt build() {
			return new LoginAttempt(this.id, this.account, this.state, this.beganAt, this.endedAt, this.code,
					this.unnoticedCodes, this.watchedUntil, this.notices, this.nextNoticeAt, this.confirmed,
					this.failure, this.failures, this.platformFailures, this.earlyRejections, this.coolDownUntil,
					this.pinnedUserId, this.acceptedSession, this.renewalOf, this.reminders, this.invitation,
					this.voidSessions, this.version);
		}

	}

}
