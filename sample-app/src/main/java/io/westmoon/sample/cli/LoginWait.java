package io.westmoon.sample.cli;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * Follows the stored attempt while its outcome is waited for, whichever process drives
 * it: shows the codes that take the place of one another and says how far it has come.
 */
final class LoginWait {

	private static final long TICK_MILLIS = 250;

	private final SessionStore store;

	private final Report report;

	private final CodeDisplay display;

	private final Function<@Nullable LoginAttempt, @Nullable LoginQrCode> newerCode;

	private final Function<LoginQrCode, @Nullable LoginProblem> otherCode;

	private final Progress progress;

	private @Nullable String shown;

	private @Nullable String scanned;

	private @Nullable CompletableFuture<Boolean> other;

	/**
	 * Creates a wait.
	 * @param newerCode finds a code that another tool has shown meanwhile
	 * @param otherCode waits for such a code, too
	 * @param shown the code that people know of already
	 */
	LoginWait(SessionStore store, Report report, CodeDisplay display,
			Function<@Nullable LoginAttempt, @Nullable LoginQrCode> newerCode,
			Function<LoginQrCode, @Nullable LoginProblem> otherCode, @Nullable LoginQrCode shown) {
		this.store = store;
		this.report = report;
		this.display = display;
		this.newerCode = newerCode;
		this.otherCode = otherCode;
		this.progress = new Progress(report);
		this.shown = (shown != null) ? shown.scanToken() : null;
	}

	/**
	 * Blocks until there is an outcome.
	 */
	WestmoonSession await(Mono<WestmoonSession> outcome) {
		CompletableFuture<WestmoonSession> session = outcome.toFuture();
		try {
			while (true) {
				try {
					return session.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
				}
				catch (TimeoutException ex) {
					look();
				}
			}
		}
		catch (ExecutionException ex) {
			throw Exceptions.propagate((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		finally {
			this.report.terminal().endRewritten();
		}
	}

	/**
	 * A store that is broken just now is looked at again.
	 */
	private void look() {
		try {
			LoginAttempt attempt = this.store.attempt().block();
			if (attempt != null && attempt.isLive()) {
				follow(attempt);
			}
		}
		catch (SessionStoreException ex) {
			this.report.terminal().endRewritten();
		}
	}

	private void follow(LoginAttempt attempt) {
		LoginQrCode code = attempt.code();
		if (code == null) {
			return;
		}
		if (!code.scanToken().equals(this.shown)) {
			this.shown = code.scanToken();
			LoginFailure failure = attempt.failure();
			boolean strangerWasHere = failure != null && failure.kind() == LoginFailure.Kind.WRONG_USER;
			this.report.terminal()
				.say(strangerWasHere ? this.report.problems().wrongUser(attempt).message()
						: this.report.messages().get("code.renewed"));
			this.display.show(code);
		}
		if (attempt.state() == AttemptState.SCANNED && !code.scanToken().equals(this.scanned)) {
			this.scanned = code.scanToken();
			this.report.scanned();
		}
		LoginQrCode newer = this.newerCode.apply(attempt);
		if (newer != null && this.other == null) {
			this.other = CompletableFuture.supplyAsync(() -> this.otherCode.apply(newer) == null, LoginWait::start);
		}
		Instant end = attempt.codeEndsAt();
		this.progress.tick((attempt.state() == AttemptState.SCANNED) ? "login.confirming" : "login.left", end);
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "other-code");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Tells whether the attempt holds the session of a code that another tool has shown
	 * meanwhile. Blocks until that code has ended.
	 */
	boolean otherCodeBroughtSession() {
		CompletableFuture<Boolean> other = this.other;
		return other != null && other.exceptionally((ex) -> false).join();
	}

}
