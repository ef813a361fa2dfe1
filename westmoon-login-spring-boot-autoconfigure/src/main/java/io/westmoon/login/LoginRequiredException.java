package io.westmoon.login;

import java.time.Duration;
import java.time.Instant;

import io.westmoon.login.support.Durations;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;

/**
 * There is no session and a person has to log in. The message says what to do.
 * <p>
 * A web application that does not handle the exception answers 503 (Service Unavailable),
 * with a {@code Retry-After} header if the time is known. That response contains neither
 * the message nor the location of the code. Immutable but for what every exception can be
 * given.
 */
public class LoginRequiredException extends WestmoonLoginException implements ErrorResponse {

	/**
	 * A person may log in at any moment, so clients are not told to stay away for longer.
	 */
	private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(1);

	private final Reason reason;

	private final String account;

	private final @Nullable String scanLocation;

	private final @Nullable Instant until;

	/**
	 * Creates the exception, for a reason that none of the constants names.
	 * @param account the name of the account
	 * @param message what happened and what to do
	 * @param scanLocation where the code is; {@code null} if there is none
	 * @param until until when the code can be scanned or, without a code, until when no
	 * new one is asked for; {@code null} if neither holds
	 */
	public LoginRequiredException(String account, String message, @Nullable String scanLocation,
			@Nullable Instant until) {
		this(Reason.OTHER, account, message, scanLocation, until);
	}

	/**
	 * Creates the exception.
	 * @param reason why there is no session
	 * @param account the name of the account
	 * @param message what happened and what to do
	 * @param scanLocation where the code is; {@code null} if there is none
	 * @param until until when the code can be scanned or, without a code, until when no
	 * new one is asked for; {@code null} if neither holds
	 */
	public LoginRequiredException(Reason reason, String account, String message, @Nullable String scanLocation,
			@Nullable Instant until) {
		super("No Westmoon session for account '" + account + "': " + message, null);
		this.reason = reason;
		this.account = account;
		this.scanLocation = scanLocation;
		this.until = until;
	}

	LoginRequiredException(LoginRequiredException original) {
		super(String.valueOf(original.getMessage()), null);
		this.reason = original.reason;
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
	 * Returns why there is no session.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
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

	/**
	 * Returns the status of the response: 503.
	 * @return the status
	 */
	@Override
	public HttpStatusCode getStatusCode() {
		return HttpStatus.SERVICE_UNAVAILABLE;
	}

	/**
	 * Returns the headers of the response: {@code Retry-After}, in seconds up to a
	 * minute, if {@link #until()} is known and lies ahead.
	 * @return new headers
	 */
	@Override
	public HttpHeaders getHeaders() {
		HttpHeaders headers = new HttpHeaders();
		Duration left = (this.until != null) ? Duration.between(Instant.now(), this.until) : Duration.ZERO;
		if (left.compareTo(Duration.ZERO) > 0) {
			long seconds = Durations.min(left, MAX_RETRY_AFTER).plusNanos(999_999_999).toSeconds();
			headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
		}
		return headers;
	}

	/**
	 * Returns the body of the response, whose text is always the same.
	 * @return a new problem detail
	 */
	@Override
	public ProblemDetail getBody() {
		return ProblemDetail.forStatusAndDetail(getStatusCode(),
				"This service is not logged in to Westmoon. Try again later.");
	}

	/**
	 * Why there is no session.
	 */
	public enum Reason {

		/** Nobody has logged in within the caller's time; the login goes on. */
		WAIT_TIMEOUT,

		/** More calls wait for the login than may wait. */
		TOO_MANY_WAITING,

		/** The login that the call waited for failed. */
		LOGIN_FAILED,

		/** A login failed before, and no other one begins by itself yet. */
		COOL_DOWN,

		/** Somebody logged out, or automatic logins are switched off. */
		LOGIN_NOT_ALLOWED,

		/** There is a session, but whose it is cannot be told yet. */
		OWNER_UNKNOWN,

		/** The client is closed. */
		CLOSED,

		/** Any other reason. */
		OTHER

	}

}
