package io.westmoon.login;

import java.util.function.Function;

import io.westmoon.login.LoginAttempt.State;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What a person or the application asks for explicitly: to log in, to wait, to log out.
 * Each writes its wish into the attempt first, so that it counts in every process.
 */
final class Logins {

	private final Engine engine;

	private final LoginFlights flights;

	private final LoginProblems problems;

	Logins(Engine engine, LoginFlights flights) {
		this.engine = engine;
		this.flights = flights;
		this.problems = new LoginProblems(engine);
	}

	Mono<WestmoonSession> login() {
		return askFor((replaced) -> this.flights.join(replaced, EngineSettings.LONGEST_LOGIN));
	}

	Mono<LoginQrCode> startLogin() {
		return askFor(this.flights::code);
	}

	/**
	 * Writes the wish, then joins the flight. One that was under way before may be about
	 * to fail for an older reason; then the wish still stands and is asked for again.
	 */
	private <T> Mono<T> askFor(Function<@Nullable WestmoonSession, Mono<T>> join) {
		return Mono.defer(() -> {
			boolean underWay = this.flights.isUnderWay();
			return wish().flatMap((wish) -> {
				Mono<T> outcome = join.apply(wish.replaced);
				return underWay
						? outcome.onErrorResume(LoginRequiredException.class,
								(error) -> isStillWished().flatMap((still) -> still ? outcome : Mono.error(error)))
						: outcome;
			});
		});
	}

	private Mono<Boolean> isStillWished() {
		return this.engine.attempts().read().map(LoginAttempt::isLive).defaultIfEmpty(false);
	}

	private Mono<Wish> wish() {
		return this.engine.store()
			.load()
			.map(Wish::new)
			.defaultIfEmpty(new Wish(null))
			.flatMap((wish) -> ensureAttempt().thenReturn(wish));
	}

	private Mono<Void> ensureAttempt() {
		return this.engine.attempts()
			.update((attempt) -> (attempt != null && attempt.isLive()) ? null
					: LoginAttempt.begin(this.engine.account(), attempt))
			.doOnNext((begun) -> this.engine.events()
				.publish(new LoginEvent.Needed(this.engine.account(), this.engine.now(), begun.id())))
			.then();
	}

	Mono<WestmoonSession> awaitLogin() {
		return this.engine.attempts()
			.read()
			.filter(this::isPending)
			.switchIfEmpty(Mono.error(this.problems::nothingPending))
			.then(this.engine.store().load().map(Wish::new).defaultIfEmpty(new Wish(null)))
			.flatMap((wish) -> this.flights.join(wish.replaced, EngineSettings.LONGEST_LOGIN));
	}

	private boolean isPending(LoginAttempt attempt) {
		LoginQrCode code = attempt.code();
		return attempt.isLive() && (code == null || code.expiresAt().isAfter(this.engine.now()));
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
			if (attempt.state() == State.SCANNED || attempt.state() == State.CONFIRMED) {
				throw this.problems.somethingElsePending();
			}
		}
		LoginQrCode code = LoginQrCode.withoutImage(scanToken, this.engine.now(), LoginQrCode.DEFAULT_POLL_INTERVAL);
		return LoginAttempt.adopt(this.engine.account(), attempt, code);
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
				this.engine.current().replace(null);
				this.engine.wakeUps().signal();
				this.engine.events().publish(new LoginEvent.LoggedOut(this.engine.account(), this.engine.now()));
			}));
	}

	/**
	 * Writes down who a session's user is, once the platform has told.
	 */
	Mono<Void> userArrived(WestmoonSession session) {
		WestmoonUser user = session.user();
		String id = (user != null) ? user.id() : null;
		Mono<LoginAttempt> pin = (id == null) ? Mono.empty() : this.engine.attempts()
			.update((
					attempt) -> (attempt != null && attempt.state() == State.ACCEPTED && attempt.pinnedUserId() == null)
							? attempt.pinned(id) : null);
		return this.engine.store()
			.load()
			.filter(session::isSameAs)
			.flatMap((stored) -> this.engine.store().save(session))
			.then(pin)
			.then(Mono.<Void>fromRunnable(() -> {
				if (session.isSameAs(this.engine.current().get().session())) {
					this.engine.current().replace(session);
				}
			}))
			.onErrorComplete(SessionStoreException.class);
	}

	private record Wish(@Nullable WestmoonSession replaced) {
	}

}
