package io.westmoon.login.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginListener;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.Renewal;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.client.CurrentSession.Known;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The engine's front: answers from memory where it can, asks the store and the platform
 * where it must, and a person only when nothing else is left. Needs no Spring context:
 * <pre class="code">
 * WestmoonAuthClient client = DefaultWestmoonAuthClient.builder()
 *     .platform(WebClientWestmoonPlatform.builder().build())
 *     .store(FileSessionStore.open("default", null, Clock.systemUTC()))
 *     .build();
 * Mono&lt;WestmoonSession&gt; session = client.session();
 * </pre>
 */
public final class DefaultWestmoonAuthClient implements WestmoonAuthClient {

	private static final Log logger = LogFactory.getLog(DefaultWestmoonAuthClient.class);

	private final ClientSettings settings;

	private final SessionStore store;

	private final CurrentSession current = new CurrentSession();

	private final SessionVerifier verifier;

	private final AttemptRepository attempts;

	private final LoginEvents events;

	private final ChangeSignal changeSignal;

	private final Engine engine;

	private final LoginExceptions problems;

	private final LoginFlights flights;

	private final LoginOperations logins;

	private final SharedCall<Known> reload;

	private final LateSaves lateSaves;

	private final List<LoginListener> listeners;

	private final Disposable.Composite subscriptions = Disposables.composite();

	DefaultWestmoonAuthClient(ClientSettings settings, WestmoonPlatform platform, SessionStore store,
			List<LoginListener> listeners) {
		LoginAttempt.newId();
		this.settings = settings;
		this.store = store;
		this.attempts = new AttemptRepository(store, settings);
		this.listeners = listeners;
		this.events = new LoginEvents(settings.workers());
		this.changeSignal = new ChangeSignal(settings.scheduler());
		this.verifier = new SessionVerifier(platform, settings.clock(), this::judged);
		this.lateSaves = new LateSaves(settings, store, this.current, this.attempts);
		this.engine = new Engine(settings, platform, store, this.current, this.verifier, this.attempts, this.events,
				this.changeSignal, this.lateSaves);
		this.problems = new LoginExceptions(this.engine);
		this.flights = new LoginFlights(this.engine);
		this.logins = new LoginOperations(this.engine, this.flights);
		this.reload = new SharedCall<>(this.engine::reload);
	}

	/**
	 * Starts to build a client.
	 * @return a builder
	 */
	public static WestmoonAuthClientBuilder builder() {
		return new WestmoonAuthClientBuilder();
	}

	/**
	 * Subscribes the listeners and starts to watch the store.
	 * @return this client
	 */
	DefaultWestmoonAuthClient start() {
		this.listeners.forEach(this.events::subscribe);
		this.subscriptions.add(watch());
		this.subscriptions.add(new ExpiryWatch(this.settings, this.current, this.events).start());
		return this;
	}

	@Override
	public String account() {
		return this.settings.account();
	}

	@Override
	public Mono<WestmoonSession> session(@Nullable Duration wait) {
		return Mono.defer(() -> {
			WestmoonSession usable = this.current.get().usable(this.settings.clock().instant());
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
			if (now.usable(this.settings.clock().instant()) != null) {
				return Mono.just(session);
			}
			return this.verifier.check(session)
				.flatMap((check) -> (check.verdict() == Verdict.REJECTED) ? loginByItself(session, wait)
						: Mono.just(session));
		});
	}

	@Override
	public Mono<Renewal> renew(WestmoonSession refused, Instant sentAt, @Nullable Duration wait) {
		return Mono.defer(() -> {
			WestmoonSession other = this.current.get().otherThan(refused);
			return (other != null) ? Mono.just(new Renewal.Renewed(other))
					: this.reload.get().flatMap((known) -> renewAgainst(known, refused, sentAt, wait));
		});
	}

	private Mono<Renewal> renewAgainst(Known known, WestmoonSession refused, Instant sentAt, @Nullable Duration wait) {
		WestmoonSession other = known.otherThan(refused);
		if (other != null) {
			return Mono.just(new Renewal.Renewed(other));
		}
		return this.verifier.checkRefused(refused, sentAt).flatMap((check) -> {
			if (check.verdict() != Verdict.REJECTED || !this.settings.reloginEnabled()) {
				return Mono.just(new Renewal.NotRenewed());
			}
			return loginByItself(refused, wait).map(Renewal.Renewed::new);
		});
	}

	private Mono<WestmoonSession> loginByItself(@Nullable WestmoonSession replaced, @Nullable Duration wait) {
		if (!this.settings.reloginEnabled()) {
			return Mono.error(this.problems.reloginDisabled());
		}
		return this.flights.join(replaced, (wait != null) ? wait : this.settings.waitTimeout());
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
				(code != null) ? code.expiresAt() : null, this.engine.scanLocation(attempt), attempt.failure(),
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
				.then(Mono.fromRunnable(this.changeSignal::signal))
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
		this.subscriptions.dispose();
		this.flights.close().then(Mono.defer(this.lateSaves::close)).block(ClientSettings.SHUTDOWN.plusSeconds(10));
		this.events.close();
	}

}
