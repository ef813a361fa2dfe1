package io.westmoon.sample.cli;

import io.westmoon.login.LoginAttempt.Failure;
import io.westmoon.login.LoginCanceledException;
import io.westmoon.login.LoginRejectedException;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.PlatformException;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonLoginException;
import org.jspecify.annotations.Nullable;

/**
 * Why something was not done, in one line.
 *
 * @param reason a word for programs
 * @param message a line for people
 */
record LoginProblem(String reason, String message) {

	/**
	 * Puts into words why a login ended without a session.
	 */
	static LoginProblem of(WestmoonLoginException ex, WestmoonAuthClient client, Messages messages) {
		if (ex instanceof LoginRejectedException) {
			return new LoginProblem("REJECTED", messages.get("problem.REJECTED"));
		}
		if (ex instanceof LoginCanceledException) {
			return new LoginProblem("CANCELED", messages.get("problem.CANCELED"));
		}
		LoginStatus.Attempt attempt = client.status().attempt();
		Failure failure = (attempt != null) ? attempt.failure() : null;
		if (failure == null) {
			return new LoginProblem("FAILED", messages.get("problem.FAILED", describe(ex)));
		}
		String detail = (failure.detail() != null) ? failure.detail() : "";
		return new LoginProblem(failure.kind().name(), messages.get("problem." + failure.kind().name(), detail));
	}

	/**
	 * Puts into words why nothing could be done at all.
	 */
	static LoginProblem of(WestmoonLoginException ex, Messages messages) {
		String reason = (ex instanceof SessionStoreException) ? "STORE"
				: (ex instanceof PlatformException) ? "PLATFORM" : "FAILED";
		return new LoginProblem(reason, messages.get("problem." + reason, describe(ex)));
	}

	static LoginProblem nothingPending(Messages messages) {
		return new LoginProblem("NOTHING_PENDING", messages.get("problem.NOTHING_PENDING"));
	}

	/**
	 * Describes an exception in one line.
	 */
	static String describe(Throwable problem) {
		@Nullable String message = problem.getMessage();
		return (message != null) ? message.lines().findFirst().orElse("") : problem.getClass().getSimpleName();
	}

}
