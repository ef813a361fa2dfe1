package io.westmoon.login.soak;

import io.westmoon.login.LoginCanceledException;
import io.westmoon.login.LoginRejectedException;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.SessionStoreException;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/**
 * How a call ends.
 */
enum CallOutcome {

	/** The business API, or the client, gave what it was asked for. */
	ANSWERED,

	/** The platform's fault reached the caller. */
	FAULT,

	/** A 401 reached the caller. */
	REFUSED,

	/** The connection broke or was silent for too long. */
	UNREACHABLE,

	/** There is no session and the caller was told so. */
	LOGIN_REQUIRED,

	/** The person refused. */
	REJECTED,

	/** The person cancelled. */
	CANCELED,

	/** The store cannot be used. */
	STORE,

	/** The caller went away. */
	LEFT,

	/** Nothing came within the bound. Must not be. */
	NONE,

	/** A failure that no caller is told to expect. Must not be. */
	UNEXPECTED;

	boolean isAllowed() {
		return this != NONE && this != UNEXPECTED;
	}

	static CallOutcome of(Throwable error) {
		if (error instanceof LoginRejectedException) {
			return REJECTED;
		}
		if (error instanceof LoginCanceledException) {
			return CANCELED;
		}
		if (error instanceof LoginRequiredException) {
			return LOGIN_REQUIRED;
		}
		if (error instanceof SessionStoreException) {
			return STORE;
		}
		if (error instanceof WebClientResponseException response) {
			return (response.getStatusCode().value() == 401) ? REFUSED : FAULT;
		}
		return (error instanceof WebClientRequestException) ? UNREACHABLE : UNEXPECTED;
	}

}
