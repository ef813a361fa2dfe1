package io.westmoon.login;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * There is no session and a person has to log in. The message says what to do.
 */
public class LoginRequiredException extends WestmoonLoginException {

	private final String account;

	private final @Nullable String scanLocation;

	private final @Nullable Instant until;

	/**
	 * Creates the exception.
	 * @param account the name of the account
	 * @param message what happened and what to do
	 * @param scanLocation where the code is; {@code null} if there is none
	 * @param until until when the code can be scanned or, without a code, until when no
	 * new one is asked for; {@code null} if neither holds
	 */
	public LoginRequiredException(String account, String message, @Nullable String scanLocation,
			@Nullable Instant until) {
		super("No Westmoon session for account '" + account + "': " + message, null);
		this.account = account;
		this.scanLocation = scanLocation;
		this.until = until;
	}

	LoginRequiredException(LoginRequiredException original) {
		super(String.valueOf(original.getMessage()), null);
		this.account = original.account;
		this.scanLocation = original.scanLocation;
		this.until = original.until;
		setStackTrace(original.getStackTrace());
	}

	/**
	 * Returns a new exception that says the same, for another caller: each may add
	 * suppressed exceptions to its own.
	 * @return a new exception
	 */
	public LoginRequiredException copy() {
		return new LoginRequiredException(this);
	}

	/**
	 * Returns the name of the account.
	 * @return the name
	 */
	public String account() {
		return this.account;
	}

	/**
	 * Returns where a person finds the code.
	 * @return {@code null} if there is no code, or nowhere to see it
	 */
	public @Nullable String scanLocation() {
		return this.scanLocation;
	}

	/**
	 * Returns until when the code can be scanned or, without a code, until when no new
	 * one is asked for.
	 * @return {@code null} if neither holds
	 */
	public @Nullable Instant until() {
		return this.until;
	}

}
