package io.westmoon.login;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an account's login. No event carries a token or a scan
 * token. The id of an attempt is the address of its page, so neither {@code toString} nor
 * JSON shows it, nor where to scan, nor the picture.
 */
public sealed interface LoginEvent {

	/**
	 * Returns the name of the account.
	 * @return the name
	 */
	String account();

	/**
	 * Returns when it happened.
	 * @return the time
	 */
	Instant at();

	/**
	 * A session is needed and an attempt began, or a renewal under way became one since
	 * the session ended. With {@code renewal}, somebody began to renew a session that
	 * still works: no call waits.
	 *
	 * @param account the name of the account
	 * @param at when it happened
	 * @param attemptId the id of the attempt
	 * @param scanLocation the address of the attempt's page; {@code null} if there is
	 * none
	 * @param renewal whether the session that is to be replaced still works
	 */
	record LoginRequired(String account, Instant at, @JsonIgnore String attemptId,
			@JsonIgnore @Nullable String scanLocation, boolean renewal) implements LoginEvent {

		/**
		 * Creates the event of a session that is needed.
		 * @param account the name of the account
		 * @param at when it happened
		 * @param attemptId the id of the attempt
		 * @param scanLocation the address of the attempt's page; {@code null} if there is
		 * none
		 */
		public LoginRequired(String account, Instant at, String attemptId, @Nullable String scanLocation) {
			this(account, at, attemptId, scanLocation, false);
		}

		@Override
		public String toString() {
			return "LoginRequired[account=" + this.account + ", at=" + this.at + ", renewal=" + this.renewal + "]";
		}

	}

	/**
	 * A code waits to be scanned.
	 *
	 * @param account the name of the account
	 * @param at when it happened
	 * @param attemptId the id of the attempt
	 * @param image the picture; {@code null} if another program keeps it
	 * @param expiresAt when the code ends
	 * @param scanLocation where a person finds the picture; {@code null} if nowhere yet
	 * @param renewal whether the session that is to be replaced still works
	 */
	record CodeIssued(String account, Instant at, @JsonIgnore String attemptId, @JsonIgnore @Nullable CodeImage image,
			Instant expiresAt, @JsonIgnore @Nullable String scanLocation, boolean renewal) implements LoginEvent {

		/**
		 * Creates the event of a code for a session that is needed.
		 * @param account the name of the account
		 * @param at when it happened
		 * @param attemptId the id of the attempt
		 * @param image the picture; {@code null} if another program keeps it
		 * @param expiresAt when the code ends
		 * @param scanLocation where a person finds the picture; {@code null} if nowhere
		 * yet
		 */
		public CodeIssued(String account, Instant at, String attemptId, @Nullable CodeImage image, Instant expiresAt,
				@Nullable String scanLocation) {
			this(account, at, attemptId, image, expiresAt, scanLocation, false);
		}

		@Override
		public String toString() {
			return "CodeIssued[account=" + this.account + ", at=" + this.at + ", expiresAt=" + this.expiresAt
					+ ", renewal=" + this.renewal + "]";
		}

	}

	/**
	 * Somebody scanned the code and has to confirm on the phone.
	 *
	 * @param account the name of the account
	 * @param at when it happened
	 * @param attemptId the id of the attempt
	 */
	record Scanned(String account, Instant at, @JsonIgnore String attemptId) implements LoginEvent {

		@Override
		public String toString() {
			return "Scanned[account=" + this.account + ", at=" + this.at + "]";
		}

	}

	/**
	 * Somebody logged in who may not; the attempt goes on.
	 *
	 * @param account the name of the account
	 * @param at when it happened
	 * @param attemptId the id of the attempt
	 */
	record WrongUser(String account, Instant at, @JsonIgnore String attemptId) implements LoginEvent {

		@Override
		public String toString() {
			return "WrongUser[account=" + this.account + ", at=" + this.at + "]";
		}

	}

	/**
	 * There is a new session.
	 *
	 * @param account the name of the account
	 * @param at when it happened
	 * @param user the user; {@code null} if the platform could not say yet
	 * @param expiresAt when the session ends; {@code null} if unknown
	 */
	record LoggedIn(String account, Instant at, @Nullable WestmoonUser user,
			@Nullable Instant expiresAt) implements LoginEvent {
	}

	/**
	 * Everybody's wait ended without a session. The attempt ended too, unless the
	 * platform gave no code: then it goes on after the cool-down. Also published when an
	 * account pauses since its user seems to log in elsewhere
	 * ({@link LoginFailure.Kind#REPLACED_ELSEWHERE}).
	 *
	 * @param account the name of the account
	 * @param at when it happened
	 * @param attemptId the id of the attempt
	 * @param failure why
	 * @param coolDownUntil until when no code is asked for by itself
	 */
	record Failed(String account, Instant at, @JsonIgnore String attemptId, LoginFailure failure,
			@Nullable Instant coolDownUntil) implements LoginEvent {

		@Override
		public String toString() {
			return "Failed[account=" + this.account + ", at=" + this.at + ", failure=" + this.failure.kind()
					+ ", coolDownUntil=" + this.coolDownUntil + "]";
		}

	}

	/**
	 * The attempt ended, since no code was scanned and confirmed by somebody who may log
	 * in. With {@link LoginFailure.Kind#EXPIRED} it was a renewal, and the session still
	 * works.
	 *
	 * @param account the name of the account
	 * @param at when it happened
	 * @param attemptId the id of the attempt
	 * @param failure why
	 * @param coolDownUntil until when no code is asked for by itself
	 */
	record Abandoned(String account, Instant at, @JsonIgnore String attemptId, LoginFailure failure,
			@Nullable Instant coolDownUntil) implements LoginEvent {

		@Override
		public String toString() {
			return "Abandoned[account=" + this.account + ", at=" + this.at + ", failure=" + this.failure.kind()
					+ ", coolDownUntil=" + this.coolDownUntil + "]";
		}

	}

	/**
	 * The session ends soon and can be renewed before. Published again while nobody
	 * comes, by one of the processes that share the store.
	 *
	 * @param account the name of the account
	 * @param at when it happened
	 * @param attemptId the id of the attempt that renews the session once somebody comes
	 * @param expiresAt when the session ends
	 * @param reminder how many times people were reminded of this session, this time
	 * included; the first reminder is 1
	 * @param scanLocation the address of the page where to renew; {@code null} if there
	 * is none
	 */
	record Expiring(String account, Instant at, @JsonIgnore String attemptId, Instant expiresAt, int reminder,
			@JsonIgnore @Nullable String scanLocation) implements LoginEvent {

		@Override
		public String toString() {
			return "Expiring[account=" + this.account + ", at=" + this.at + ", expiresAt=" + this.expiresAt
					+ ", reminder=" + this.reminder + "]";
		}

	}

	/**
	 * The platform confirmed that the session is dead.
	 *
	 * @param account the name of the account
	 * @param at when it happened
	 */
	record SessionRejected(String account, Instant at) implements LoginEvent {
	}

	/**
	 * Somebody logged the account out.
	 *
	 * @param account the name of the account
	 * @param at when it happened
	 */
	record LoggedOut(String account, Instant at) implements LoginEvent {
	}

}
