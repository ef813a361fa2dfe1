package io.westmoon.sample.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.file.FileSessionStore;
import org.jspecify.annotations.Nullable;

/**
 * Logs in with a code.
 */
final class CodeLogin {

	private final WestmoonAuthClient client;

	private final FileSessionStore store;

	private final Report report;

	private final Interruptible interruptible;

	private final CodeDisplay display;

	private final ForeignCode foreignCode;

	private final Instant began = Clock.systemUTC().instant();

	CodeLogin(WestmoonAuthClient client, FileSessionStore store, Report report, Interruptible interruptible,
			CodeDisplay display, ForeignCode foreignCode) {
		this.client = client;
		this.store = store;
		this.report = report;
		this.interruptible = interruptible;
		this.display = display;
		this.foreignCode = foreignCode;
	}

	/**
	 * Shows a code, which stays pending.
	 * @param wait whether to wait for the outcome, too
	 */
	int show(boolean wait) {
		String pinned = pinnedUser(attempt());
		sayWhoIsLoggedIn(pinned);
		LoginQrCode code;
		try {
			code = this.client.startLogin().block();
		}
		catch (LoginRequiredException ex) {
			return arrivedOrFailed(ex, pinned);
		}
		if (code == null) {
			throw new IllegalStateException("The login began without a code");
		}
		this.display.show(code);
		if (wait) {
			return await(code, pinned);
		}
		this.report.say("code.next", commands().with("--continue"));
		return Report.DONE;
	}

	private void sayWhoIsLoggedIn(@Nullable String pinned) {
		WestmoonSession session = this.store.load().block();
		boolean valid = session != null && !session.isExpired(this.began);
		if (session != null && valid) {
			Instant end = session.expiresAt();
			String name = this.report.name(session.user());
			if (end != null) {
				this.report.say("login.replacesUntil", name, Messages.time(end));
			}
			else {
				this.report.say("login.replaces", name);
			}
		}
		if (pinned != null && (session == null || !Objects.equals(session.userId(), pinned))) {
			this.report.say("login.pinned", pinned, commands().with("--logout"));
		}
	}

	/**
	 * Waits for the login of the code that a scan token names.
	 */
	int poll(String scanToken) {
		LoginAttempt attempt = attempt();
		LoginQrCode living = (attempt != null && attempt.isLive()) ? attempt.code() : null;
		if (living != null && living.scanToken().equals(scanToken)) {
			return await(living, pinnedUser(attempt));
		}
		return awaitForeign(
				LoginQrCode.withoutImage(scanToken, Clock.systemUTC().instant(), LoginQrCode.DEFAULT_POLL_INTERVAL),
				commands().with("--poll", "-"));
	}

	/**
	 * Waits for the login that is pending. The existing tool knows the newest code only.
	 */
	int resume() {
		LoginAttempt attempt = attempt();
		LoginQrCode newer = newerCode(attempt);
		if (newer != null) {
			this.report.say("login.newer", Messages.time(newer.issuedAt()));
			return awaitForeign(newer, commands().with("--continue"));
		}
		Instant end = (attempt != null) ? attempt.codeEndsAt() : null;
		if (attempt == null || !attempt.isLive() || attempt.invitation() || (end != null && !end.isAfter(this.began))) {
			return this.report.failed(this.report.problems().nothingPending());
		}
		return await(attempt.code(), pinnedUser(attempt));
	}

	/**
	 * Finds a code that another tool has shown after the one of the attempt. Once that
	 * one is scanned, it is waited for.
	 */
	private @Nullable LoginQrCode newerCode(@Nullable LoginAttempt attempt) {
		LoginQrCode own = (attempt != null && attempt.state() == AttemptState.SHOWN) ? attempt.code() : null;
		LoginQrCode pending = (own != null) ? this.store.pendingCode().block() : null;
		return (own != null && pending != null && !pending.scanToken().equals(own.scanToken())
				&& pending.issuedAt().isAfter(own.issuedAt())) ? pending : null;
	}

	private int awaitForeign(LoginQrCode code, String resumption) {
		String pinned = pinnedUser(attempt());
		this.interruptible.waiting(resumption);
		this.report.say("login.waiting");
		LoginProblem problem = this.foreignCode.await(code, new Progress(this.report));
		return (problem != null) ? this.report.failed(problem) : await(code, pinned);
	}

	/**
	 * Waits for the login of the attempt.
	 * @param shown the code that people know of already
	 */
	private int await(@Nullable LoginQrCode shown, @Nullable String pinned) {
		this.interruptible.waiting(commands().with("--continue"));
		this.report.say("login.waiting");
		LoginWait wait = new LoginWait(this.store, this.report, this.display, this::newerCode, this::awaitBeside,
				shown);
		try {
			return stored(wait.await(this.client.awaitLogin()), pinned);
		}
		catch (LoginRequiredException ex) {
			if (wait.otherCodeBroughtSession()) {
				return await(shown, pinned);
			}
			return arrivedOrFailed(ex, pinned);
		}
	}

	private @Nullable LoginProblem awaitBeside(LoginQrCode code) {
		this.report.say("login.newer", Messages.time(code.issuedAt()));
		return this.foreignCode.await(code, null);
	}

	/**
	 * The login may have ended between two steps of this command, or in another process.
	 */
	private int arrivedOrFailed(LoginRequiredException ex, @Nullable String pinned) {
		WestmoonSession session = this.store.load().block();
		if (session != null && !session.createdAt().isBefore(this.began)) {
			return loggedIn(session, pinned);
		}
		return this.interruptible.isInterrupted() ? Report.NOT_DONE
				: this.report.failed(this.report.problems().of(ex, attempt()));
	}

	/**
	 * The client uses a session that it cannot store and goes on trying, but this process
	 * ends. So it stays until the session is stored.
	 */
	private int stored(WestmoonSession session, @Nullable String pinned) {
		SessionStoreException problem = new UnsavedSession(this.store, this.report, this.interruptible).await(session);
		if (problem != null) {
			return this.report.failed(this.report.problems().unstored(problem));
		}
		// The user may have arrived after the session.
		WestmoonSession stored = this.store.load().block();
		return loggedIn((stored != null) ? stored : session, pinned);
	}

	private int loggedIn(WestmoonSession session, @Nullable String pinned) {
		int status = this.report.loggedIn(session);
		String owner = pinnedUser(attempt());
		if (pinned == null && owner != null) {
			this.report.say("login.pinned", owner, commands().with("--logout"));
		}
		return status;
	}

	private @Nullable LoginAttempt attempt() {
		return this.store.attempt().block();
	}

	private static @Nullable String pinnedUser(@Nullable LoginAttempt attempt) {
		return (attempt != null) ? attempt.pinnedUserId() : null;
	}

	private Commands commands() {
		return this.report.problems().commands();
	}

}
