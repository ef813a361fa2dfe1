package io.westmoon.login;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an account's login, without secrets.
 *
 * @param account the name of the account
 * @param session what is known about the session
 * @param attempt what is known about the last attempt; {@code null} if none is known
 * @param waiting how many calls wait for a login
 * @param storeProblem what the store failed at last, and what to do; {@code null} if it
 * works
 * @param waitingFor what work of this process waits for a session, as
 * {@link WestmoonAuthClient#verifiedSession(java.time.Duration, String)} was told
 */
public record LoginStatus(String account, Session session, @Nullable Attempt attempt, int waiting,
		@Nullable String storeProblem, List<String> waitingFor) {

	/**
	 * Copies the list, so that the status cannot be changed.
	 */
	public LoginStatus {
		waitingFor = List.copyOf(waitingFor);
	}

	/**
	 * Creates the status of an account whose store works.
	 * @param account the name of the account
	 * @param session the session
	 * @param attempt the last attempt; {@code null} if none is known
	 * @param waiting how many calls wait for a login
	 */
	public LoginStatus(String account, Session session, @Nullable Attempt attempt, int waiting) {
		this(account, session, attempt, waiting, null, List.of());
	}

	/**
	 * What is known about the session.
	 *
	 * @param verdict what the platform said last
	 * @param verifiedAt when the platform said it; {@code null} if it was not asked yet
	 * @param user the user; {@code null} if unknown
	 * @param createdAt when the session was received; {@code null} if there is none
	 * @param expiresAt when the session ends; {@code null} if unknown
	 * @param expiresSoon whether it ends within the time that people are reminded before
	 */
	public record Session(SessionCheck.Verdict verdict, @Nullable Instant verifiedAt, @Nullable WestmoonUser user,
			@Nullable Instant createdAt, @Nullable Instant expiresAt, boolean expiresSoon) {

		/**
		 * Creates the status of a session that does not end soon.
		 * @param verdict what the platform said last
		 * @param verifiedAt when the platform said it; {@code null} if it was not asked
		 * yet
		 * @param user the user; {@code null} if unknown
		 * @param createdAt when the session was received; {@code null} if there is none
		 * @param expiresAt when the session ends; {@code null} if unknown
		 */
		public Session(SessionCheck.Verdict verdict, @Nullable Instant verifiedAt, @Nullable WestmoonUser user,
				@Nullable Instant createdAt, @Nullable Instant expiresAt) {
			this(verdict, verifiedAt, user, createdAt, expiresAt, false);
		}

	}

	/**
	 * What is known about the last attempt.
	 *
	 * @param id the id of the attempt
	 * @param state how far it has come
	 * @param unnoticedCodes how many codes ended that nobody looked at or scanned
	 * @param codeExpiresAt when the living code ends; {@code null} if there is none
	 * @param scanLocation where a person finds the code; {@code null} if nowhere
	 * @param failure why it failed or has no code; {@code null} if neither
	 * @param coolDownUntil until when no code is asked for by itself
	 * @param endedAt when it ended; {@code null} if it has not, or if unknown
	 * @param renewal whether the session that is to be replaced still works
	 * @param nextNoticeAt before when people are not told again that somebody has to
	 * scan; {@code null} if they are not to be told again, or if it was not said
	 */
	public record Attempt(@JsonIgnore String id, AttemptState state, int unnoticedCodes,
			@Nullable Instant codeExpiresAt, @JsonIgnore @Nullable String scanLocation, @Nullable LoginFailure failure,
			@Nullable Instant coolDownUntil, @Nullable Instant endedAt, boolean renewal,
			@Nullable Instant nextNoticeAt) {

		/**
		 * Creates an attempt whose end, if it has one, is not known.
		 * @param id the id of the attempt
		 * @param state how far it has come
		 * @param unnoticedCodes how many codes ended that nobody looked at or scanned
		 * @param codeExpiresAt when the living code ends; {@code null} if there is none
		 * @param scanLocation where a person finds the code; {@code null} if nowhere
		 * @param failure why it failed or has no code; {@code null} if neither
		 * @param coolDownUntil until when no code is asked for by itself
		 */
		public Attempt(String id, AttemptState state, int unnoticedCodes, @Nullable Instant codeExpiresAt,
				@Nullable String scanLocation, @Nullable LoginFailure failure, @Nullable Instant coolDownUntil) {
			this(id, state, unnoticedCodes, codeExpiresAt, scanLocation, failure, coolDownUntil, null, false, null);
		}

		/**
		 * Creates an attempt for a session that is needed.
		 * @param id the id of the attempt
		 * @param state how far it has come
		 * @param unnoticedCodes how many codes ended that nobody looked at or scanned
		 * @param codeExpiresAt when the living code ends; {@code null} if there is none
		 * @param scanLocation where a person finds the code; {@code null} if nowhere
		 * @param failure why it failed or has no code; {@code null} if neither
		 * @param coolDownUntil until when no code is asked for by itself
		 * @param endedAt when it ended; {@code null} if it has not, or if unknown
		 */
		public Attempt(String id, AttemptState state, int unnoticedCodes, @Nullable Instant codeExpiresAt,
				@Nullable String scanLocation, @Nullable LoginFailure failure, @Nullable Instant coolDownUntil,
				@Nullable Instant endedAt) {
			this(id, state, unnoticedCodes, codeExpiresAt, scanLocation, failure, coolDownUntil, endedAt, false, null);
		}

		/**
		 * Shows neither the id nor the address of the attempt's page, which are secrets.
		 */
		@Override
		public String toString() {
			return "Attempt[state=" + this.state + ", unnoticedCodes=" + this.unnoticedCodes + ", codeExpiresAt="
					+ this.codeExpiresAt + ", failure=" + this.failure + ", coolDownUntil=" + this.coolDownUntil
					+ ", endedAt=" + this.endedAt + ", renewal=" + this.renewal + ", nextNoticeAt=" + this.nextNoticeAt
					+ "]";
		}

	}

}
