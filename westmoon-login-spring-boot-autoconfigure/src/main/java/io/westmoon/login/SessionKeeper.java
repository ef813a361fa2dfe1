package io.westmoon.login;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.westmoon.login.CurrentSession.Known;
import io.westmoon.login.SessionCheck.Verdict;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The engine's front: answers from memory where it can, asks the store and the platform
 * where it must, and a person only when nothing else is left.
 */
final class SessionKeeper implements WestmoonAuthClient {

	private static final Log logger = LogFactory.getLog(SessionKeeper.class);

	private final EngineSettings settings;

	private final SessionStore store;

	private final CurrentSession current = new CurrentSession();

	private final SessionVerifier verifier;

	private final Attempts attempts;

	private final LoginEvents events;

	private final WakeUps wakeUps;

	private final Engine engine;

	private final LoginProblems problems;

	private final LoginFlights flights;

	private final Logins logins;

	private final SharedCall<Known> reload;

	private final LateSaves lateSaves;

	private final Disposable watch;

	private final Disposable expiryWatch;

	SessionKeeper(EngineSettings settings, WestmoonPlatform platform, SessionStore store,
			List<LoginListener> listeners) {
		AttemptIds.prepare();
		this.settings = settings;
		this.store = store;
		this.attempts = new Attempts(store, settings);
		this.events = new LoginEvents(listeners, settings.workers());
		this.wakeUps = new WakeUps(settings.scheduler());
		this.verifier = new SessionVerifier(platform, settings.clock(), this::judged);
		this.lateSaves = new LateSaves(settings, store, this.current, this.attempts);
		this.engine = new Engine(settings, platform, store, this.current, this.verifier, this.attempts, this.events,
				this.wakeUps, this.lateSaves);
		this.problems = new LoginProblems(this.engine);
		this.flights = new LoginFlights(this.engine);
		this.logins = new Logins(this.engine, this.flights);
		this.reload = new SharedCall<>(this.engine::reload);
		this.watch = watch();
		this.expiryWatch = new ExpiryWatch(settings, this.current, this.events).start();
	}

	@Override
	public String account() {
		return this.settings.account();
	}

	@Override
	public @Nullable WestmoonSession currentSession() {
		return this.current.get().usable(this.settings.clock());
	}

	@Override
	public Mono<WestmoonSession> session(@Nullable Duration wait) {
		return Mono.defer(() -> {
			WestmoonSession usable = currentSession();
			return (usable != null) ? Mono.just(usable) : obtain(wait);
		});
	}

	private Mono<WestmoonSession> obtain(@Nullable Duration wait) {
		Known known = this.current.get();
		Mono<Known> certain = known.loaded() ? Mono.just(known) : this.reload.get();
		return certain.flatMap((now) -> {
			WestmoonSession session = now.session();
			if (session == null || now.verdict() == Verdict.REJECTED) {
				return loginByItself(session, wait);
			}
			if (now.usable(this.settings.clock()) != null) {
				return Mono.just(session);
			}
			return this.verifier.check(session)
				.flatMap((check) -> (check.verdict() == Verdict.REJECTED) ? loginByItself(session, wait)
						: Mono.just(session));
		});
	}

	@Override
	public Mono<Renewal> renew(WestmoonSession refused, Instant refusedAt, @Nullable Duration wait) {
		return Mono.defer(() -> {
			WestmoonSession other = this.current.get().otherThan(refused);
			return (other != null) ? Mono.just(new Renewal.Renewed(other))
					: this.reload.get().flatMap((known) -> renewAgainst(known, refused, refusedAt, wait));
		});
	}

	private Mono<Renewal> renewAgainst(Known known, WestmoonSession refused, Instant refusedAt,
			@Nullable Duration wait) {
		WestmoonSession other = known.otherThan(refused);
		if (other != null) {
			return Mono.just(new Renewal.Renewed(other));
		}
		return this.verifier.checkRefused(refused, refusedAt).flatMap((check) -> {
			if (check.verdict() != Verdict.REJECTED || !this.settings.reloginEnabled()) {
				return Mono.just(new Renewal.NotTheSession());
			}
			return loginByItself(refused, wait).map(Renewal.Renewed::new);
		});
	}

	private Mono<WestmoonSession> loginByItself(@Nullable WestmoonSession unwanted, @Nullable Duration wait) {
		if (!this.settings.reloginEnabled()) {
			return Mono.error(this.problems.reloginDisabled());
		}
		return this.flights.join(unwanted, (wait != null) ? wait : this.settings.waitTimeout());
	}

	@Override
	public Mono<WestmoonSession> login() {
		return this.logins.login();
	}

	@Override
	public Mono<LoginQrCode> startLogin() {
		return this.logins.startLogin();
	}

	@Override
	public Mono<LoginQrCode> openCode(String attemptId) {
		return this.logins.openCode(attemptId);
	}

	@Override
	public Mono<WestmoonSession> awaitLogin() {
		return this.logins.awaitLogin();
	}

	@Override
	public Mono<WestmoonSession> awaitLogin(String scanToken) {
		return this.logins.awaitLogin(scanToken);
	}

	@Override
	public Mono<Void> logout() {
		return this.logins.logout();
	}

	@Override
	public Mono<SessionCheck> check() {
		return this.reload.get().flatMap((known) -> {
			WestmoonSession session = known.session();
			return (session != null) ? this.verifier.check(session)
					: Mono.just(SessionCheck.missing(this.settings.clock().instant()));
		});
	}

	private Mono<Void> judged(WestmoonSession session, SessionCheck check) {
		Known known = this.current.get();
		boolean news = session.isSameAs(known.session()) && known.verdict() != Verdict.REJECTED;
		this.current.judge(session, check);
		if (check.verdict() == Verdict.REJECTED && news) {
			this.events.publish(new LoginEvent.SessionRejected(account(), this.settings.clock().instant()));
		}
		WestmoonUser user = check.user();
		return (user == null || user.equals(session.user())) ? Mono.empty()
				: this.logins.userArrived(session.withUser(user));
	}

	@Override
	public LoginStatus status() {
		Known known = this.current.get();
		WestmoonSession session = known.session();
		LoginStatus.Session facts = (session != null) ? new LoginStatus.Session(known.verdict(), known.verifiedAt(),
				session.user(), session.createdAt(), session.expiresAt())
				: new LoginStatus.Session(known.verdict(), null, null, null, null);
		LoginAttempt attempt = this.attempts.last();
		return new LoginStatus(account(), facts, (attempt != null) ? describe(attempt) : null, this.flights.waiting());
	}

	private LoginStatus.Attempt describe(LoginAttempt attempt) {
		LoginQrCode code = attempt.code();
		return new LoginStatus.Attempt(attempt.id(), attempt.state(), attempt.unnoticedCodes(),
				(code != null) ? code.expiresAt() : null, this.engine.whereToScan(attempt), attempt.failure(),
				attempt.coolDownUntil());
	}

	@Override
	public Flux<LoginEvent> events() {
		return this.events.flux();
	}

	/**
	 * Follows what others write, beginning with what they have written.
	 */
	private Disposable watch() {
		return this.store.changes()
			.map((change) -> true)
			.onBackpressureLatest()
			.publishOn(this.settings.scheduler(), 1)
			.startWith(true)
			.concatMap((change) -> this.reload.get()
				.then(this.attempts.read())
				.then(Mono.fromRunnable(this.wakeUps::signal))
				.onErrorResume(SessionStoreException.class, (error) -> {
					logger.warn("Cannot follow the session of account '" + account() + "': " + error.getMessage());
					return Mono.empty();
				}), 1)
			.retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1))
				.maxBackoff(Duration.ofMinutes(1))
				.scheduler(this.settings.scheduler())
				.doBeforeRetry((signal) -> logger.warn(
						"Watching the store of account '" + account() + "' failed and begins again", signal.failure())))
			.subscribe();
	}

	@Override
	public void close() {
		this.watch.dispose();
		this.expiryWatch.dispose();
		this.flights.close().then(Mono.defer(this.lateSaves::close)).block(EngineSettings.SHUTDOWN.plusSeconds(10));
		this.events.close();
	}

}
