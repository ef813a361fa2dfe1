package io.westmoon.login.client;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.westmoon.login.AccountInstrumentation.Refusal;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginListener;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.Renewal;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.client.CurrentSession.Known;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

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

	private final ClientSettings settings;

	private final GuardedStore store;

	private final List<LoginListener> listeners;

	private final AttemptRepository attempts;

	private final SessionRepository sessions;

	private final LoginEvents events;

	private final LoginExceptions exceptions;

	private final SessionVerifier verifier;

	private final ChangeSignal changeSignal;

	private final SharedLogin login;

	private final LoginOperations operations;

	private final SessionLookup lookup;

	private final CallerIsolation callers;

	private final StatusReader status;

	private final Disposable.Composite subscriptions = Disposables.composite();

	DefaultWestmoonAuthClient(ClientSettings settings, WestmoonPlatform anyPlatform, SessionStore anyStore,
			List<LoginListener> listeners) {
		// The first id reads random bits from the system, which may block.
		LoginAttempt.newId();
		WestmoonPlatform platform = new GuardedPlatform(anyPlatform, settings);
		this.settings = settings;
		this.store = new GuardedStore(anyStore, settings);
		this.listeners = listeners;
		this.attempts = new AttemptRepository(this.store, settings);
		this.events = new LoginEvents(settings, this.store);
		this.exceptions = new LoginExceptions(settings, this.attempts, this.events);
		this.sessions = new SessionRepository(settings, this.store, this.attempts, this.events);
		this.verifier = new SessionVerifier(settings, platform, this.sessions, this.attempts, this.events);
		this.changeSignal = new ChangeSignal(settings.scheduler());
		this.callers = new CallerIsolation(settings);
		this.login = new SharedLogin(settings, this.sessions, this.attempts, this.exceptions,
				(replaced) -> new AttemptDriver(settings, this.store, platform, this.sessions, this.verifier,
						this.attempts, this.events, this.exceptions, this.changeSignal, replaced));
		this.operations = new LoginOperations(settings, this.sessions, this.attempts, this.login,
				new Logout(settings, this.store, this.attempts, this.sessions), this.events, this.exceptions,
				this.changeSignal, this.callers);
		this.lookup = new SessionLookup(settings, this.sessions, this.verifier, this.exceptions, this.login);
		this.status = new StatusReader(settings, this.sessions.current(), this.attempts, this.login, this.events,
				this.store, this.lookup);
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
		this.settings.instrumentation().open(this.status);
		this.listeners.forEach(this.events::subscribe);
		this.subscriptions
			.add(new StoreWatch(this.settings, this.store, this.sessions, this.attempts, this.changeSignal).start());
		this.subscriptions
			.add(new RenewalWatch(this.settings, this.sessions, this.attempts, this.login, this.operations, this.events)
				.start());
		this.subscriptions
			.add(new BackgroundVerification(this.settings, this.sessions, this.verifier, this.login).start());
		return this;
	}

	@Override
	public String account() {
		return this.settings.account();
	}

	@Override
	public @Nullable WestmoonSession currentSession() {
		return this.sessions.current().get().usable(this.settings.clock());
	}

	@Override
	public Mono<WestmoonSession> session(@Nullable Duration wait) {
		return Mono.defer(() -> {
			WestmoonSession usable = currentSession();
			return (usable != null) ? Mono.just(usable)
					: await(this.lookup.find((replaced) -> this.login.joinByItself(replaced, wait)), wait,
							this.lookup::withoutWaiting);
		});
	}

	private <T> Mono<T> await(Mono<T> answer, @Nullable Duration wait, Supplier<Mono<T>> onTimeout) {
		return this.settings.instrumentation()
			.waiting(this.callers.await(answer, this.settings.waitOf(wait), onTimeout));
	}

	@Override
	public Mono<WestmoonSession> sessionIfAvailable() {
		return this.callers.await(this.lookup.find((replaced) -> Mono.empty()), ClientSettings.NO_WAIT, Mono::empty);
	}

	@Override
	public Mono<WestmoonSession> verifiedSession(@Nullable Duration wait) {
		return Mono.defer(() -> await(this.lookup.verified(wait), wait, this.lookup::unverified));
	}

	@Override
	public Mono<WestmoonSession> verifiedSession(@Nullable Duration wait, String purpose) {
		return Mono.defer(() -> await(this.lookup.verified(wait, purpose), wait, this.lookup::unverified));
	}

	@Override
	public List<String> waitingFor() {
		return this.lookup.purposes();
	}

	@Override
	public Mono<Renewal> renew(WestmoonSession refused, @Nullable Duration wait) {
		return Mono.defer(() -> {
			WestmoonSession other = this.sessions.current().get().otherThan(refused);
			if (other != null) {
				this.settings.instrumentation().callRefused(Refusal.SESSION_REPLACED);
				return Mono.just(new Renewal.Renewed(other));
			}
			Mono<Renewal> renewal = renewRefused(refused, wait);
			// A caller that does not wait may have left when the platform answers: the
			// login that its refusal calls for begins all the same.
			return await(this.settings.waits(wait) ? renewal : renewal.cache(), wait,
					() -> renewalWithoutWaiting(refused));
		});
	}

	private Mono<Renewal> renewRefused(WestmoonSession refused, @Nullable Duration wait) {
		return this.verifier.examineRefused(refused).flatMap((evidence) -> {
			WestmoonSession other = evidence.other();
			this.settings.instrumentation().callRefused(evidence.refusal());
			if (other != null) {
				return Mono.just(new Renewal.Renewed(other));
			}
			if (evidence.check().verdict() != Verdict.REJECTED || !this.settings.reloginEnabled()) {
				return Mono.just(new Renewal.NotRenewed());
			}
			return this.login.joinByItself(refused, wait).map(Renewal.Renewed::new);
		});
	}

	/**
	 * What a refused caller gets whose time is over: its own answer, unless the platform
	 * has said that its session is dead.
	 */
	private Mono<Renewal> renewalWithoutWaiting(WestmoonSession refused) {
		WestmoonSession other = this.sessions.current().get().otherThan(refused);
		if (other != null) {
			return Mono.just(new Renewal.Renewed(other));
		}
		return this.sessions.current().isRejected(refused) ? Mono.error(this.exceptions.waitedTooLong())
				: Mono.just(new Renewal.NotRenewed());
	}

	@Override
	public Mono<WestmoonSession> login() {
		return this.operations.login();
	}

	@Override
	public Mono<LoginQrCode> startLogin() {
		return this.operations.startLogin();
	}

	@Override
	public Mono<LoginQrCode> openCode(String attemptId) {
		return this.operations.openCode(attemptId);
	}

	@Override
	public Mono<WestmoonSession> awaitLogin() {
		return this.operations.awaitLogin();
	}

	@Override
	public Mono<WestmoonSession> awaitLogin(String scanToken) {
		return this.operations.awaitLogin(scanToken);
	}

	@Override
	public Mono<Void> logout() {
		return this.operations.logout();
	}

	@Override
	public Mono<SessionCheck> check() {
		return this.callers.await(this.verifier.examineStored(), this.settings.evidenceDeadline().multipliedBy(2),
				() -> Mono.error(LoginExceptions.storeWithoutAnswer(this.sessions.current().readProblem())));
	}

	@Override
	public LoginStatus status() {
		return this.status.status();
	}

	@Override
	public void noteReplay(ContextView context) {
		this.settings.instrumentation().callReplayed(context);
	}

	@Override
	public Flux<LoginEvent> events() {
		return this.events.flux();
	}

	/**
	 * Waits for a step under way, but not on a thread that must not block.
	 */
	@Override
	public void close() {
		this.subscriptions.dispose();
		Mono<Void> closing = this.login.close().then(Mono.defer(this.sessions::close)).doFinally((signal) -> {
			this.events.close();
			this.store.close();
			this.settings.instrumentation().close();
		});
		if (Schedulers.isInNonBlockingThread()) {
			closing.subscribe();
		}
		else {
			closing.block(this.settings.shutdownTimeout().plusSeconds(10));
		}
	}

}
