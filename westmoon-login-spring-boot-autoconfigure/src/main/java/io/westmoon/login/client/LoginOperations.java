package io.westmoon.login.client;

import java.util.Optional;
import java.util.function.BiFunction;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.NoSuchAttemptException;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What a person or the application asks for explicitly: to log in, to wait, to log out.
 * Each writes its wish into the attempt first, so that it counts in every process.
 */
final class LoginOperations {

	private final Engine engine;

	private final LoginFlights flights;

	private final LoginExceptions problems;

	LoginOperations(Engine engine, LoginFlights flights) {
		this.engine = engine;
		this.flights = flights;
		this.problems = new LoginExceptions(engine);
	}

	Mono<WestmoonSession> login() {
		return this.flights.await(askFor((replaced, attempt) -> this.flights.outcome(replaced)),
				ClientSettings.MAX_LOGIN_WAIT);
	}

	Mono<LoginQrCode> startLogin() {
		return this.flights.await(
				askFor((replaced, attempt) -> lookIfNeeded(attempt.id()).then(this.flights.code(replaced, null))),
				ClientSettings.MAX_LOGIN_WAIT);
	}

	/**
	 * Where a code waits for somebody to look, whoever asks for it here does.
	 */
	private Mono<LoginAttempt> lookIfNeeded(String attemptId) {
		return (this.engine.settings().loginPage() == null) ? Mono.empty()
				: look(attemptId).onErrorComplete(NoSuchAttemptException.class);
	}

	/**
	 * Writes the wish, then joins the flight. A flight that was under way before may fail
	 * for an older reason; then the wish still stands and is asked for again.
	 */
	private <T> Mono<T> askFor(BiFunction<@Nullable WestmoonSession, LoginAttempt, Mono<T>> join) {
		return stored().flatMap((replaced) -> ensureAttempt().flatMap((attempt) -> {
			this.flights.storeWorks();
			Mono<T> outcome = join.apply(replaced(replaced, attempt), attempt);
			return outcome.onErrorResume(LoginRequiredException.class,
					(error) -> isStillWished().flatMap((still) -> still ? outcome : Mono.error(error)));
		}));
	}

	private Mono<Boolean> isStillWished() {
		return this.engine.attempts().read().map(this::isUnderWay).defaultIfEmpty(false);
	}

	private boolean isUnderWay(LoginAttempt attempt) {
		return attempt.isLive() && !attempt.isCoolingDown(this.engine.now());
	}

	Mono<LoginQrCode> openCode(String attemptId) {
		Mono<LoginQrCode> code = stored().flatMap((stored) -> look(attemptId)
			.flatMap((attempt) -> this.flights.code(replaced(stored, attempt), attemptId)));
		return Mono.defer(() -> {
			LoginQrCode known = knownCode(attemptId);
			return (known != null) ? Mono.just(known) : this.flights.await(code, ClientSettings.MAX_VIEWER_WAIT);
		});
	}

	/**
	 * Spares those who look often a look into the store.
	 */
	private @Nullable LoginQrCode knownCode(String attemptId) {
		LoginAttempt attempt = this.engine.attempts().last();
		if (attempt == null || !attempt.id().equals(attemptId) || !isLookedAt(attempt)) {
			return null;
		}
		LoginQrCode code = attempt.code();
		return (code != null && code.expiresAt().isAfter(this.engine.now())) ? code : null;
	}

	/**
	 * Notes that somebody looks, for whoever drives the attempt.
	 */
	private Mono<LoginAttempt> look(String attemptId) {
		return this.engine.attempts().update((attempt) -> {
			if (attempt == null || !attempt.isLive() || !attempt.id().equals(attemptId)) {
				throw this.problems.noSuchAttempt();
			}
			return isLookedAt(attempt) ? null : attempt.watched(this.engine.now().plus(ClientSettings.VIEWER_TTL));
		})
			.doOnNext((watched) -> this.engine.changeSignal().signal())
			.switchIfEmpty(Mono.defer(() -> this.engine.attempts().read()));
	}

	private boolean isLookedAt(LoginAttempt attempt) {
		return attempt.isWatched(this.engine.now().plus(ClientSettings.VIEWER_TTL.dividedBy(2)));
	}

	/**
	 * Reads the session that a login replaces. To be read before the attempt: what is
	 * stored later is what the login is waited for.
	 */
	private Mono<Optional<WestmoonSession>> stored() {
		return this.engine.store().load().map(Optional::of).defaultIfEmpty(Optional.empty());
	}

	private static @Nullable WestmoonSession replaced(Optional<WestmoonSession> stored, LoginAttempt attempt) {
		return stored.filter((session) -> !session.isSameAs(attempt.confirmed())).orElse(null);
	}

	private Mono<LoginAttempt> ensureAttempt() {
		return this.engine.attempts().update((attempt) -> {
			if (attempt != null && attempt.isLive()) {
				return isUnderWay(attempt) ? null : attempt.hurried();
			}
			return LoginAttempt.begin(this.engine.account(), attempt);
		}).doOnNext(this.engine::tellOfNeed).switchIfEmpty(Mono.defer(() -> this.engine.attempts().read()));
	}

	Mono<WestmoonSession> awaitLogin() {
		Mono<WestmoonSession> outcome = stored().flatMap((stored) -> this.engine.attempts()
			.read()
			.filter(this::isPending)
			.switchIfEmpty(Mono.error(this.problems::nothingPending))
			.flatMap((attempt) -> this.flights.outcome(replaced(stored, attempt))));
		return this.flights.await(outcome, ClientSettings.MAX_LOGIN_WAIT);
	}

	private boolean isPending(LoginAttempt attempt) {
		return attempt.isLive() && (attempt.codeEndsAt() == null || attempt.codeEndsAt().isAfter(this.engine.now()));
	}

	Mono<WestmoonSession> awaitLogin(String scanToken) {
		return this.engine.attempts().update((attempt) -> adopt(attempt, scanToken)).then(awaitLogin());
	}

	private @Nullable LoginAttempt adopt(@Nullable LoginAttempt attempt, String scanToken) {
		if (attempt != null && attempt.isLive()) {
			LoginQrCode living = attempt.code();
			if (living != null && living.scanToken().equals(scanToken)) {
				return null;
			}
			if (attempt.state() == AttemptState.SCANNED || attempt.state() == AttemptState.CONFIRMED) {
				throw this.problems.somethingElsePending();
			}
		}
		LoginQrCode code = LoginQrCode.withoutImage(scanToken, this.engine.now(), LoginQrCode.DEFAULT_POLL_INTERVAL);
		return LoginAttempt.adopt(this.engine.account(), attempt, code, this.engine.settings().maxCodes());
	}

	/**
	 * Marks the attempt before removing the session, so that a login under way elsewhere
	 * finds the mark when it writes.
	 */
	Mono<Void> logout() {
		return this.engine.attempts()
			.update((attempt) -> LoginAttempt.loggedOut(this.engine.account(), attempt))
			.then(this.engine.store().load().flatMap(this.engine.store()::remove))
			.then(Mono.fromRunnable(() -> {
				this.engine.current().forget();
				this.engine.changeSignal().signal();
				this.engine.events().publish(new LoginEvent.LoggedOut(this.engine.account(), this.engine.now()));
			}));
	}

	/**
	 * Writes down who a session's user is, once the platform has told. A logout in
	 * between stays one.
	 */
	Mono<Void> userArrived(WestmoonSession session) {
		return this.engine.store()
			.load()
			.filter(session::isSameAs)
			.flatMap((stored) -> this.engine.store().save(session))
			.flatMap((saved) -> this.engine.attempts()
				.update((attempt) -> pin(attempt, session.userId()))
				.switchIfEmpty(Mono.defer(() -> this.engine.attempts().read())))
			.flatMap((attempt) -> (attempt.state() == AttemptState.LOGGED_OUT) ? this.engine.store().remove(session)
					: Mono.just(true))
			.then(this.engine.reload())
			.then()
			.onErrorComplete(SessionStoreException.class);
	}

	private static @Nullable LoginAttempt pin(@Nullable LoginAttempt attempt, @Nullable String userId) {
		if (attempt == null || userId == null || attempt.state() != AttemptState.ACCEPTED
				|| attempt.pinnedUserId() != null) {
			return null;
		}
		return attempt.pinned(userId);
	}

}
