package io.westmoon.sample.cli;

import java.time.Clock;
import java.time.Instant;
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
 * What the command line tells about the login that is stored. None of it starts a login
 * or removes one.
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
		summarize(session);
		return Report.DONE;
	}

	private void summarize(@Nullable WestmoonSession session) {
		if (session == null) {
			this.report.say("check.MISSING", login());
			return;
		}
		Instant end = session.expiresAt();
		String name = this.report.name(session.user());
		if (end == null) {
			this.report.say("status.loggedIn", name);
		}
		else if (session.isExpired(Clock.systemUTC().instant())) {
			this.report.say("status.expired", name, Messages.time(end), login());
		}
		else {
			this.report.say("status.until", name, Messages.time(end));
		}
	}

	int check(WestmoonAuthClient client) {
		SessionCheck check = ask(client);
		String message = message(check);
		print(check, check.verdict() == Verdict.VALID, message, check.user());
		this.report.terminal().say(message);
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
		}
		String message = message(check);
		print(check, user != null, message, user);
		if (check.verdict() != Verdict.VALID) {
			this.report.terminal().say(message);
			if (check.verdict() == Verdict.UNKNOWN) {
				this.report.say((user != null) ? "userinfo.stored" : "userinfo.unknown");
			}
		}
		return (user != null) ? Report.DONE : Report.NOT_DONE;
	}

	private String message(SessionCheck check) {
		PlatformException problem = check.problem();
		return (problem != null)
				? this.report.messages().get("check.UNKNOWN", this.report.problems().platform(problem).message())
				: this.report.messages().get("check." + check.verdict(), login());
	}

	/**
	 * Prints the existing tool's fields, and ours after them.
	 */
	private void print(SessionCheck check, boolean success, String message, @Nullable WestmoonUser user) {
		Map<String, @Nullable Object> result = new LinkedHashMap<>();
		result.put("success", success);
		result.put("message", message);
		result.put("data", (user != null) ? user.fields() : null);
		PlatformConnection connection = this.report.problems().connection();
		result.put("raw", (connection != null) ? connection.userInfo() : null);
		result.put("verdict", check.verdict().name());
		this.report.terminal().printJson(result);
	}

	private String login() {
		return this.report.problems().commands().login();
	}

	private static SessionCheck ask(WestmoonAuthClient client) {
		SessionCheck check = client.check().block();
		if (check == null) {
			throw new IllegalStateException("The check ended without a verdict");
		}
		return check;
	}

}
