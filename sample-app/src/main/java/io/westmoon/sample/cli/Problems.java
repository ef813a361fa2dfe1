package io.westmoon.sample.cli;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.LoginRejectedException;
import io.westmoon.login.LoginCanceledException;
import io.westmoon.login.PlatformException;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonLoginException;
import io.westmoon.login.store.file.SessionStoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Puts into words of the command line why something was not done and what to do.
 *
 * @param messages the words
 * @param commands the commands that help
 * @param baseUrl where the platform is
 * @param home where the login is stored
 * @param connection knows why the platform could not be reached; {@code null} if it is
 * not asked
 */
record Problems(Messages messages, Commands commands, String baseUrl, String home,
		@Nullable PlatformConnection connection) {

	/**
	 * A login ended without a session.
	 * @param attempt the attempt as it is stored now; {@code null} if there is none
	 */
	LoginProblem of(LoginRequiredException ex, @Nullable LoginAttempt attempt) {
		if (ex instanceof LoginRejectedException) {
			return refused(true);
		}
		if (ex instanceof LoginCanceledException) {
			return refused(false);
		}
		if (attempt == null) {
			return nothingPending();
		}
		if (attempt.state() == AttemptState.LOGGED_OUT) {
			return problem("LOGGED_OUT", this.commands.login());
		}
		LoginFailure failure = attempt.failure();
		if (failure == null) {
			return attempt.isLive() ? problem("FAILED", detail(ex)) : nothingPending();
		}
		return switch (failure.kind()) {
			case WRONG_USER -> wrongUser(attempt);
			case NOBODY_SCANNED, EXPIRED -> nobodyScanned();
			case PLATFORM -> platform((failure.detail() != null) ? detail(failure.detail()) : detail(ex));
			default -> problem(failure.kind().name());
		};
	}

	LoginProblem nobodyScanned() {
		return problem("NOBODY_SCANNED", this.commands.login());
	}

	LoginProblem wrongUser(@Nullable LoginAttempt attempt) {
		String owner = (attempt != null && attempt.pinnedUserId() != null) ? attempt.pinnedUserId() : "?";
		return problem("WRONG_USER", owner, this.commands.with("--logout"));
	}

	/**
	 * The platform gave no answer, or no good one.
	 */
	LoginProblem platform(PlatformException ex) {
		return platform(detail(ex));
	}

	private LoginProblem platform(String detail) {
		PlatformConnection way = this.connection;
		CertificateProblem certificate = (way != null) ? way.certificateProblem() : null;
		if (way != null && certificate != null) {
			return problem("CERTIFICATE", way.host(), this.messages.get("certificate." + certificate));
		}
		LoginProblem problem = problem("PLATFORM", detail, this.baseUrl);
		return (way == null || way.proxy() == null) ? problem : new LoginProblem(problem.reason(),
				problem.message() + " " + this.messages.get("platform.proxy", way.proxy()));
	}

	/**
	 * Nothing could be done at all.
	 */
	LoginProblem of(WestmoonLoginException ex) {
		if (ex instanceof SessionStoreException store) {
			return problem("STORE", reason(store), this.home);
		}
		return (ex instanceof PlatformException platform) ? platform(platform) : problem("FAILED", detail(ex));
	}

	/**
	 * The platform has given a session that could not be stored.
	 */
	LoginProblem unstored(SessionStoreException ex) {
		return problem("UNSTORED", reason(ex), this.home, this.commands.login());
	}

	/**
	 * Leaves out what only an application can set.
	 */
	static String reason(SessionStoreException ex) {
		if (ex instanceof SessionStoreUnavailableException unavailable) {
			String remedy = unavailable.remedy();
			return (remedy == null || remedy.contains("westmoon.login.")) ? unavailable.reason()
					: unavailable.reason() + ". " + remedy;
		}
		return LoginProblem.describe(ex);
	}

	private static String detail(WestmoonLoginException ex) {
		return detail(LoginProblem.describe(ex));
	}

	private static String detail(String text) {
		return text.replace("westmoon.login.base-url", "--base-url");
	}

	LoginProblem nothingPending() {
		return problem("NOTHING_PENDING", this.commands.login());
	}

	LoginProblem loggedOut() {
		return problem("LOGGED_OUT", this.commands.login());
	}

	LoginProblem refused(boolean rejected) {
		return problem(rejected ? "REJECTED" : "CANCELED", this.commands.login());
	}

	private LoginProblem problem(String reason, Object... arguments) {
		return new LoginProblem(reason, this.messages.get("problem." + reason, arguments).strip());
	}

}
