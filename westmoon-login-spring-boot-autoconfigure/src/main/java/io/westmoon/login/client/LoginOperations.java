package io.westmoon.login.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.NoSuchAttemptException;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What a person or the application asks for explicitly: to log in, to wait, to log out.
 * Each writes its wish into the attempt first, so that it counts in every process.
 */
final class LoginOperations {

	private final ClientSettings settings;

	private final SessionRepository sessions;

	private final AttemptRepository attempts;

	private final SharedLogin login;

	private final Logout logout;

	private final LoginEvents events;

	private final LoginExceptions exceptions;

	private final ChangeSignal changeSignal;

	private final CallerIsolation callers;

	LoginOperations(ClientSettings settings, SessionRepository sessions, AttemptRepository attempts, SharedLogin login,
			Logout logout, LoginEvents events, LoginExceptions exceptions, ChangeSignal changeSignal,
			CallerIsolation callers) {
		this.settings = settings;
		this.sessions = sessions;
		this.attempts = attempts;
		this.login = login;
		this.logout = logout;
		this.events = events;
		this.exceptions = exceptions;
		this.changeSignal = changeSignal;
		this.callers = callers;
	}

	Mono<WestmoonSession> login() {
		return await(askFor((replaced, attempt) -> this.login.join(replaced)), ClientSettings.MAX_LOGIN_WAIT);
	}

	Mono<LoginQrCode> startLogin() {
		return await(askFor((replaced, attempt) -> lookIfNeeded(attempt.id()).then(this.login.code(replaced, null))),
				ClientSettings.MAX_LOGIN_WAIT);
	}

	private <T> Mono<T> await(Mono<T> something, Duration wait) {
		return this.callers.await(something, wait, () -> Mono.error(this.exceptions.waitedTooLong()));
	}

	/**
	 * Where a code waits for somebody to look, whoever asks for it here does.
	 */
	private Mono<Void> lookIfNeeded(String attemptId) {
		return (this.settings.loginPage() == null) ? Mono.empty()
				: look(attemptId).onErrorComplete(NoSuchAttemptException.class).then();
	}

	/**
	 * Writes the wish, then joins the login. A login that was under way before may fail
	 * for an older reason; then the wish still stands and is asked for again.
	 */
	private <T> Mono<T> askFor(BiFunction<@Nullable WestmoonSession, LoginAttempt, Mono<T>> join) {
		return this.sessions.load().flatMap((stored) -> ensureAttempt(living(stored)).flatMap((attempt) -> {
			this.login.storeWorks();
			Mono<T> outcome = join.apply(replaced(stored, attempt), attempt);
			return outcome.onErrorResume(LoginRequiredException.class,
					(error) -> isStillWished().flatMap((still) -> still ? outcome : Mono.error(error)));
		}));
	}

	private Mono<Boolean> isStillWished() {
		return this.attempts.read().map((attempt) -> attempt.filter(this::isUnderWay).isPresent());
	}

	private boolean isUnderWay(LoginAttempt attempt) {
		return attempt.isLive() && !attempt.isCoolingDown(this.settings.now());
	}

	Mono<LoginQrCode> openCode(String attemptId) {
		Mono<LoginQrCode> code = this.sessions.load()
			.flatMap((stored) -> look(attemptId)
				.flatMap((attempt) -> this.login.code(replaced(stored, attempt), attemptId)));
		return Mono.defer(() -> {
			LoginQrCode known = knownCode(attemptId);
			return (known != null) ? Mono.just(known) : await(code, ClientSettings.MAX_VIEWER_WAIT);
		});
	}

	/**
	 * Spares those who look often a look into the store.
	 */
	private @Nullable LoginQrCode knownCode(String attemptId) {
		LoginAttempt attempt = this.attempts.last();
		if (attempt == null || !attempt.id().equals(attemptId) || lookedAt(attempt) != null) {
			return null;
		}
		LoginQrCode code = attempt.code();
		return (code != null && code.expiresAt().isAfter(this.settings.now())) ? code : null;
	}

	/**
	 * Notes that somebody looks, for whoever drives the attempt.
	 */
	private Mono<LoginAttempt> look(String attemptId) {
		return update((attempt) -> {
			if (attempt == null || !attempt.isLive() || !attempt.id().equals(attemptId)) {
				throw this.exceptions.noSuchAttempt();
			}
			return lookedAt(attempt);
		}, (watched) -> this.changeSignal.signal());
	}

	/**
	 * Returns what notes a look; {@code null} if one is noted already. A time that is far
	 * ahead was noted by another clock and says nothing of now. It must not become
	 * earlier, since it counts there; that it changes is seen.
	 */
	private @Nullable LoginAttempt lookedAt(LoginAttempt attempt) {
		Instant until = this.settings.now().plus(ClientSettings.VIEWER_TTL);
		Instant noted = attempt.watchedUntil();
		if (noted != null && noted.isAfter(until.plus(ClientSettings.VIEWER_TTL))) {
			return attempt.watched(noted.plusMillis(1));
		}
		return attempt.isWatched(until.minus(ClientSettings.VIEWER_TTL.dividedBy(2))) ? null : attempt.watched(until);
	}

	/**
	 * Returns the session that a login replaces: the stored one, unless it is what the
	 * attempt brings. To be read before the attempt: what is stored later is what the
	 * login is waited for.
	 */
	private static @Nullable WestmoonSession replaced(Optional<WestmoonSession> stored, LoginAttempt attempt) {
		return stored.filter((session) -> !session.isSameAs(attempt.confirmed())).orElse(null);
	}

	/**
	 * Returns the stored session if it still works, so that a login renews it.
	 */
	private @Nullable WestmoonSession living(Optional<WestmoonSession> stored) {
		WestmoonSession usable = this.sessions.current().get().usable(this.settings.clock());
		return stored.filter(this.sessions::canUse)
			.filter((session) -> !session.isExpired(this.settings.now()) || session.isSameAs(usable))
			.orElse(null);
	}

	/**
	 * Begins an attempt unless one is under way.
	 * @param living the session that it renews; {@code null} if none works
	 */
	private Mono<LoginAttempt> ensureAttempt(@Nullable WestmoonSession living) {
		return update((attempt) -> {
			if (attempt != null && attempt.isLive() && attempt.invitation()) {
				return attempt.hurried().toBuilder().beganAt(this.settings.now()).build();
			}
			if (attempt != null && attempt.isLive()) {
				return isUnderWay(attempt) && attempt.unnoticedCodes() == 0 ? null : attempt.hurried();
			}
			String account = this.settings.account();
			LoginAttempt next = (living != null) ? LoginAttempt.beginRenewal(account, attempt, living)
					: LoginAttempt.begin(account, attempt);
			return next.toBuilder().beganAt(this.settings.now()).build();
		}, this.events::loginRequired);
	}

	/**
	 * Changes the attempt.
	 * @param onWritten what follows if it was changed
	 * @return the attempt, changed or not. One that was left alone is returned as it was
	 * then: by now it may have ended, and the session that it brought is not to be
	 * replaced
	 */
	private Mono<LoginAttempt> update(Function<@Nullable LoginAttempt, @Nullable LoginAttempt> change,
			Consumer<LoginAttempt> onWritten) {
		return Mono.defer(() -> {
			AtomicReference<@Nullable LoginAttempt> read = new AtomicReference<>();
			return this.attempts.update((attempt) -> {
				read.set(attempt);
				return change.apply(attempt);
			}).flatMap((written) -> {
				written.ifPresent(onWritten);
				return written.isPresent() ? Mono.just(written.get()) : Mono.justOrEmpty(read.get());
			}).switchIfEmpty(Mono.error(this.exceptions::nothingPending));
		});
	}

	Mono<WestmoonSession> awaitLogin() {
		return await(outcomeOfPending(), ClientSettings.MAX_LOGIN_WAIT);
	}

	private Mono<WestmoonSession> outcomeOfPending() {
		return this.sessions.load()
			.flatMap((stored) -> this.attempts.read()
				.flatMap((attempt) -> attempt.filter(this::isPending)
					.map((pending) -> this.login.join(replaced(stored, pending)))
					.orElseGet(() -> Mono.error(this.exceptions.nothingPending()))));
	}

	private boolean isPending(LoginAttempt attempt) {
		Instant codeEndsAt = attempt.codeEndsAt();
		return attempt.isLive() && !attempt.invitation()
				&& (codeEndsAt == null || codeEndsAt.isAfter(this.settings.now()));
	}

	Mono<WestmoonSession> awaitLogin(String scanToken) {
		return await(this.attempts.update((attempt) -> adopt(attempt, scanToken)).then(outcomeOfPending()),
				ClientSettings.MAX_LOGIN_WAIT);
	}

	private @Nullable LoginAttempt adopt(@Nullable LoginAttempt attempt, String scanToken) {
		if (attempt != null && attempt.isLive()) {
			LoginQrCode living = attempt.code();
			if (living != null && living.scanToken().equals(scanToken)) {
				return null;
			}
			if (attempt.state() == AttemptState.SCANNED || attempt.state() == AttemptState.CONFIRMED) {
				throw this.exceptions.somethingElsePending();
			}
		}
		LoginQrCode code = LoginQrCode.withoutImage(scanToken, this.settings.now(), LoginQrCode.DEFAULT_POLL_INTERVAL);
		return LoginAttempt.adopt(this.settings.account(), attempt, code, this.settings.maxCodes());
	}

	Mono<Void> logout() {
		Mono<Void> logout = this.logout.run().then(Mono.fromRunnable(() -> {
			this.changeSignal.signal();
			this.events.loggedOut();
		}));
		return await(logout, ClientSettings.MAX_LOGIN_WAIT);
	}

}
