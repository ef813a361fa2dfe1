package io.westmoon.sample.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

import io.westmoon.login.LoginNotifications;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import org.jspecify.annotations.Nullable;

/**
 * Says what came out of it: as lines for people or, if JSON is wanted, as objects on the
 * standard output, one a line.
 *
 * @param terminal where it goes
 * @param messages the words
 * @param problems the words for what went wrong
 * @param json whether JSON is wanted
 */
record Report(Terminal terminal, Messages messages, Problems problems, boolean json) {

	static final int DONE = 0;

	static final int NOT_DONE = 1;

	int loggedIn(WestmoonSession session) {
		WestmoonUser user = session.user();
		if (this.json) {
			Map<String, @Nullable Object> result = event("logged_in", "logged_in");
			result.put("user_id", (user != null) ? user.id() : null);
			result.put("nickname", (user != null) ? user.name() : null);
			result.put("token_type", session.tokenType());
			result.put("expires_at", epochSeconds(session.expiresAt()));
			this.terminal.printJsonLine(result);
			return DONE;
		}
		this.terminal.print(this.messages.get("login.done", name(user)));
		Instant end = session.expiresAt();
		if (end != null) {
			this.terminal.print(this.messages.get("login.until", Messages.time(end)));
		}
		return DONE;
	}

	int loggedOut() {
		if (this.json) {
			this.terminal.printJsonLine(event("logged_out", "logged_out"));
		}
		else {
			this.terminal.print(this.messages.get("logout.done"));
		}
		return DONE;
	}

	/**
	 * Says what the channels for notices answered.
	 * @param answers the answers by account and channel
	 */
	int notified(Map<String, Map<String, String>> answers) {
		boolean sent = !answers.isEmpty() && answers.values()
			.stream()
			.flatMap((channels) -> channels.values().stream())
			.allMatch(LoginNotifications.SENT::equals);
		if (this.json) {
			Map<String, @Nullable Object> result = event("notify_test", sent ? "sent" : "failed");
			result.put("accounts", answers);
			this.terminal.printJsonLine(result);
		}
		else {
			answers.forEach((account, channels) -> channels
				.forEach((channel, answer) -> this.terminal.print(account + " " + channel + ": " + answer)));
		}
		if (answers.isEmpty()) {
			say("notify.none");
		}
		return sent ? DONE : NOT_DONE;
	}

	void scanned() {
		say("login.scanned");
		if (this.json) {
			this.terminal.printJsonLine(event("scanned", "scanned"));
		}
	}

	int failed(LoginProblem problem) {
		this.terminal.say(problem.message());
		if (this.json) {
			this.terminal.printJsonLine(failure(problem));
		}
		return NOT_DONE;
	}

	static Map<String, @Nullable Object> failure(LoginProblem problem) {
		Map<String, @Nullable Object> result = event("failed", "failed");
		result.put("reason", problem.reason());
		result.put("message", problem.message());
		return result;
	}

	/**
	 * Begins an object that a program reads while the command runs.
	 * @param event what has happened
	 * @param status how the login stands now
	 */
	static Map<String, @Nullable Object> event(String event, String status) {
		Map<String, @Nullable Object> object = new LinkedHashMap<>();
		object.put("event", event);
		object.put("status", status);
		return object;
	}

	void say(String key, Object... arguments) {
		this.terminal.say(this.messages.get(key, arguments));
	}

	String name(@Nullable WestmoonUser user) {
		if (user == null || (user.name() == null && user.id() == null)) {
			return this.messages.get("user.unknown");
		}
		String name = (user.name() != null) ? user.name() : String.valueOf(user.id());
		return name.codePoints()
			.filter((point) -> !Character.isISOControl(point) && Character.getType(point) != Character.FORMAT)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	/**
	 * Writes a time as the files of the existing tool do.
	 */
	static @Nullable BigDecimal epochSeconds(@Nullable Instant instant) {
		if (instant == null) {
			return null;
		}
		BigDecimal seconds = BigDecimal.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, instant), 6)
			.stripTrailingZeros();
		return seconds.setScale(Math.max(1, seconds.scale()), RoundingMode.UNNECESSARY);
	}

}
