package io.westmoon.sample.cli;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

import io.westmoon.login.PlatformException;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import org.jspecify.annotations.Nullable;

/**
 * What the command line does with the login that is stored. None of it starts a login;
 * only {@link #logout} removes one.
 */
final class StoredLogin {

	private final SessionStore store;

	private final Report report;

	StoredLogin(SessionStore store, Report report) {
		this.store = store;
		this.report = report;
	}

	int status() {
		WestmoonSession session = this.store.load().block();
		WestmoonUser user = (session != null) ? session.user() : null;
		Map<String, @Nullable Object> status = new LinkedHashMap<>();
		status.put("token_type", (session != null) ? session.tokenType() : null);
		status.put("has_access_token", session != null);
		status.put("has_refresh_token", session != null && !session.refreshToken().isEmpty());
		status.put("expires_at", (session != null) ? Report.epochSeconds(session.expiresAt()) : null);
		status.put("is_expired", session != null && session.isExpired(Clock.systemUTC().instant()));
		status.put("user_id", (user != null) ? user.id() : null);
		status.put("nickname", (user != null) ? user.name() : null);
		this.report.terminal().printJson(status);
		if (session == null) {
			this.report.say("status.none");
		}
		return Report.DONE;
	}

	int check(WestmoonAuthClient client) {
		SessionCheck check = ask(client);
		Map<String, @Nullable Object> result = new LinkedHashMap<>();
		result.put("valid", check.verdict() == Verdict.VALID);
		result.put("verdict", check.verdict().name());
		WestmoonUser user = check.user();
		result.put("user_info", (user != null) ? user.fields() : null);
		PlatformException problem = check.problem();
		if (problem != null) {
			result.put("problem", LoginProblem.describe(problem));
		}
		this.report.terminal().printJson(result);
		this.report.say("check." + check.verdict().name());
		return (check.verdict() == Verdict.VALID) ? Report.DONE : Report.NOT_DONE;
	}

	/**
	 * Asks the platform who the user is and, if it does not answer, tells what is stored.
	 */
	int userinfo(WestmoonAuthClient client) {
		SessionCheck check = ask(client);
		WestmoonUser user = check.user();
		if (user == null && check.verdict() == Verdict.UNKNOWN) {
			WestmoonSession session = this.store.load().block();
			user = (session != null) ? session.user() : null;
			this.report.say("check.UNKNOWN");
		}
		if (user == null) {
			String key = (check.verdict() == Verdict.UNKNOWN) ? "userinfo.unknown" : "check." + check.verdict().name();
			return this.report.failed(new LoginProblem(check.verdict().name(), this.report.messages().get(key)));
		}
		this.report.terminal().printJson(user.fields());
		return Report.DONE;
	}

	int logout(WestmoonAuthClient client) {
		client.logout().block();
		return this.report.loggedOut();
	}

	private static SessionCheck ask(WestmoonAuthClient client) {
		SessionCheck check = client.check().block();
		if (check == null) {
			throw new IllegalStateException("The check ended without a verdict");
		}
		return check;
	}

}
