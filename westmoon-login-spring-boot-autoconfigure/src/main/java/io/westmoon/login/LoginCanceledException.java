package io.westmoon.login;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The person cancelled the login on the phone.
 */
public final class LoginCanceledException extends LoginRequiredException {

	/**
	 * Creates the exception for a call that waited for the login.
	 * @param account the name of the account
	 * @param message what happened and what to do
	 * @param until until when no new code is asked for
	 */
	public LoginCanceledException(String account, String message, @Nullable Instant until) {
		this(Reason.LOGIN_FAILED, account, message, until);
	}

	/**
	 * Creates the exception.
	 * @param reason why there is no session
	 * @param account the name of the account
	 * @param message what happened and what to do
	 * @param until until when no new code is asked for
	 */
	public LoginCanceledException(Reason reason, String account, String message, @Nullable Instant until) {
		super(reason, account, message, null, until);
	}

	private LoginCanceledException(LoginCanceledException original) {
		super(original);
	}

	@Override
	public LoginCanceledException copy() {
		return new LoginCanceledException(this);
	}

}
