package io.westmoon.sample.cli;

import io.westmoon.login.LoginCanceledException;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginRejectedException;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.PlatformException;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonLoginException;

/**
 * Puts into words of the command line why something was not done and what to do.
 *
 * @param messages the words
 * @param baseUrl where the platform is
 * @param home where the login is stored
 */
record Problems(Messages messages, String baseUrl, String home) {

	/**
	 * A login ended without a session.
	 */
	LoginProblem of(LoginRequiredException ex, WestmoonAuthClient client) {
		if (ex instanceof LoginRejectedException) {
			return problem("REJECTED", "");
		}
		if (ex instanceof LoginCanceledException) {
			return problem("CANCELED", "");
		}
		LoginStatus.Attempt attempt = client.status().attempt();
		LoginFailure failure = (attempt != null) ? attempt.failure() : null;
		if (failure == null) {
			return problem("FAILED", LoginProblem.describe(ex));
		}
		return problem(failure.kind().name(), (failure.detail() != null) ? failure.detail() : "");
	}

	/**
	 * Nothing could be done at all.
	 */
	LoginProblem of(WestmoonLoginException ex) {
		String reason = (ex instanceof SessionStoreException) ? "STORE"
				: (ex instanceof PlatformException) ? "PLATFORM" : "FAILED";
		return problem(reason, LoginProblem.describe(ex));
	}

	LoginProblem nothingPending() {
		return problem("NOTHING_PENDING", "");
	}

	private LoginProblem problem(String reason, String detail) {
		String place = reason.equals("STORE") ? this.home : this.baseUrl;
		return new LoginProblem(reason, this.messages.get("problem." + reason, detail, place).strip());
	}

}
