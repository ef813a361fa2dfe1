package io.westmoon.login.simulation;

import java.time.Duration;
import java.util.function.Supplier;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.Renewal;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.simulation.EventLoop.Event;
import io.westmoon.login.simulation.EventLoop.Source;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * One call of a client, and what became of it.
 */
final class Caller {

	private static final Duration SLACK = Duration.ofSeconds(5);

	/**
	 * How long a call may take at most that waits for no person.
	 */
	private static final Duration WITHOUT_PERSON = Duration.ofMinutes(5);

	/** How long it may take where nothing goes wrong. */
	private static final Duration WITHOUT_FAULT = Duration.ofSeconds(15);

	private final Simulation simulation;

	private final SimulatedProcess process;

	private final Request request;

	private final String name;

	private final long began;

	private final @Nullable WestmoonSession storedBefore;

	private final boolean withoutSession;

	private final boolean duringRenewal;

	private @Nullable Disposable subscription;

	private @Nullable Object value;

	private @Nullable Throwable error;

	private boolean starting;

	private boolean ended;

	Caller(Simulation simulation, SimulatedProcess process, Request request, String name) {
		this.simulation = simulation;
		this.process = process;
		this.request = request;
		this.name = name;
		this.began = simulation.loop().now();
		LoginAttempt attempt = simulation.store().attempt();
		boolean confirmed = attempt != null && attempt.confirmed() != null;
		this.storedBefore = (confirmed || process.copyOf() >= 0) ? null : simulation.store().session();
		this.duringRenewal = attempt != null && attempt.isLive() && attempt.isRenewal() && !confirmed
				&& works(simulation.store().session());
		this.withoutSession = process.client().status().session().verdict() == SessionCheck.Verdict.MISSING;
	}

	/**
	 * Tells whether a session is good, also by the clock of this process.
	 */
	private boolean works(@Nullable WestmoonSession session) {
		SimulatedPlatform.Issued issued = this.simulation.platform().issued(session);
		return issued != null && issued.valid && !issued.isStrangers()
				&& !issued.session().isExpired(this.process.clock().instant());
	}

	void start() {
		trace(() -> "calls " + this.request);
		EventLoop loop = this.simulation.loop();
		if (this.request.attemptId() != null) {
			this.simulation.invariants().looksAt(this, this.request.attemptId());
		}
		this.starting = true;
		try {
			this.subscription = mono().doOnSuccess(this::goOn)
				.doOnError((error) -> goOn(null))
				.subscribe((value) -> this.value = value, this::failed, this::completed);
		}
		catch (Throwable ex) {
			failed(ex);
		}
		this.starting = false;
		if (!this.ended) {
			watch(limit().plus(SLACK).toNanos());
			if (!waitsForLogin() && this.request.kind() != Kind.OPEN_CODE) {
				loop.schedule(this.process, Source.SIMULATION, WITHOUT_FAULT, this::watchWithoutFault);
			}
			if (this.request.cancelAfter() != null) {
				loop.schedule(this.process, Source.SIMULATION, this.request.cancelAfter(), this::cancel);
			}
		}
	}

	private Mono<?> mono() {
		WestmoonAuthClient client = this.process.client();
		return switch (this.request.kind()) {
			case SESSION -> client.session(this.request.patience());
			case VERIFIED -> client.verifiedSession(this.request.patience());
			case RENEW -> client.renew(sent(), this.request.patience());
			case CHECK -> client.check();
			case LOGIN -> client.login();
			case START_LOGIN -> client.startLogin();
			case AWAIT_LOGIN -> client.awaitLogin();
			case OPEN_CODE -> client.openCode(String.valueOf(this.request.attemptId()));
			case LOGOUT -> client.logout();
		};
	}

	private WestmoonSession sent() {
		WestmoonSession sent = this.request.sent();
		if (sent == null) {
			throw new IllegalStateException("A renewal needs a session");
		}
		return sent;
	}

	private Duration limit() {
		Duration wait = this.request.patience();
		return switch (this.request.kind()) {
			case SESSION, VERIFIED, RENEW ->
				(wait != null) ? wait : this.simulation.scenario().settings().waitTimeout();
			case CHECK, LOGOUT -> WITHOUT_PERSON;
			case LOGIN, START_LOGIN, AWAIT_LOGIN -> Duration.ofHours(1);
			case OPEN_CODE -> Duration.ofSeconds(30);
		};
	}

	/**
	 * In a process that was suspended meanwhile, the time counts from then on.
	 */
	private void watch(long delay) {
		EventLoop loop = this.simulation.loop();
		loop.schedule(this.process, Source.SIMULATION, delay, () -> {
			if (this.ended) {
				return;
			}
			long end = Math.max(this.began, this.process.suspendedUntil()) + limit().plus(SLACK).toNanos();
			if (loop.now() < end) {
				watch(end - loop.now());
				return;
			}
			this.ended = true;
			this.simulation.invariants()
				.violated(Rule.CALLS_END,
						this + " has not ended after " + Duration.ofNanos(loop.now() - this.began).toSeconds() + " s");
		});
	}

	private void watchWithoutFault() {
		if (!this.ended && this.process.isOrderlySince(this.began)) {
			this.simulation.invariants()
				.violated(Rule.CALLS_END,
						this + " has not ended after " + WITHOUT_FAULT.toSeconds() + " s, though nothing is wrong");
		}
	}

	/**
	 * The caller goes on, on the thread that brings the answer.
	 */
	private void goOn(@Nullable Object answer) {
		Event event = this.simulation.loop().current();
		if (!this.starting && event != null && !this.ended) {
			if (event.source() == Source.PORT) {
				this.simulation.invariants().violated(Rule.OWN_THREADS, this + " goes on on the thread of a port");
			}
			else if (event.source() == Source.ENGINE && !this.process.isOutOfThreads()) {
				this.simulation.invariants()
					.violated(Rule.OWN_THREADS, this + " goes on on a thread that must not block");
			}
			else if (event.lent) {
				this.simulation.invariants()
					.violated(Rule.OWN_THREADS, this + " goes on on the thread of another caller");
			}
			event.lent = true;
		}
		if (this.process.isAlive() && answer != null && this.request.throwing() != null) {
			String type = this.request.throwing();
			trace(() -> "throws " + type + " on its answer");
			this.ended = true;
			if (type.equals("Error")) {
				throw new NoClassDefFoundError("simulated/CallersMissing");
			}
			throw new IllegalArgumentException("A caller that throws");
		}
	}

	private void completed() {
		if (isOver()) {
			return;
		}
		this.ended = true;
		trace(() -> "-> " + describe());
		Invariants invariants = this.simulation.invariants();
		if (this.value instanceof WestmoonSession session) {
			if (this.request.kind() == Kind.LOGIN && session.isSameAs(this.storedBefore)) {
				invariants.violated(Rule.RENEWED_IS_OTHER, this + " got the session that was stored before");
			}
			if (this.request.kind() == Kind.VERIFIED) {
				invariants.verified(this, session);
			}
			invariants.handedOut(this, session);
		}
		else if (this.value instanceof Renewal.Renewed renewed) {
			if (renewed.session().isSameAs(this.request.sent())) {
				invariants.violated(Rule.RENEWED_IS_OTHER, this + " got the session that it had sent");
			}
			invariants.handedOut(this, renewed.session());
		}
		else if (this.value instanceof Renewal.NotRenewed && limit().compareTo(Duration.ofMinutes(1)) >= 0) {
			invariants.notRenewed(this, sent());
		}
		else if (this.value instanceof LoginQrCode code) {
			invariants.handedOut(this, code);
		}
		else if (this.request.kind() == Kind.LOGOUT) {
			invariants.loggedOut(this);
		}
	}

	private void failed(Throwable failure) {
		if (isOver()) {
			return;
		}
		this.ended = true;
		this.error = failure;
		trace(() -> "-> " + failure.getClass().getSimpleName());
		this.simulation.invariants().failed(this, failure);
	}

	private boolean isOver() {
		return this.ended || !this.process.isAlive();
	}

	private void cancel() {
		if (!this.ended) {
			this.ended = true;
			trace(() -> "cancels");
			this.process.left();
			Disposable subscription = this.subscription;
			if (subscription != null) {
				subscription.dispose();
			}
		}
	}

	private String describe() {
		Object answer = this.value;
		if (answer instanceof WestmoonSession session) {
			return this.simulation.platform().name(session);
		}
		if (answer instanceof Renewal.Renewed renewed) {
			return "Renewed " + this.simulation.platform().name(renewed.session());
		}
		if (answer instanceof LoginQrCode code) {
			SimulatedPlatform.Code known = this.simulation.platform().code(code);
			return (known != null) ? known.name() : "?";
		}
		return (answer instanceof SessionCheck check) ? check.verdict().toString()
				: (answer != null) ? answer.getClass().getSimpleName() : "done";
	}

	private void trace(Supplier<String> text) {
		this.simulation.trace().add(this.process, () -> this.name + " " + text.get());
	}

	SimulatedProcess process() {
		return this.process;
	}

	Kind kind() {
		return this.request.kind();
	}

	long began() {
		return this.began;
	}

	/**
	 * Whether the call ends with a login, if there is no session.
	 */
	boolean waitsForLogin() {
		return switch (this.request.kind()) {
			case SESSION, VERIFIED, RENEW, LOGIN, START_LOGIN, AWAIT_LOGIN -> true;
			case CHECK, OPEN_CODE, LOGOUT -> false;
		};
	}

	/**
	 * Whether this process knew that there is no session when the call began, so that
	 * nothing but a login may answer it.
	 */
	boolean beganWithoutSession() {
		return this.request.kind() == Kind.SESSION && this.withoutSession;
	}

	/**
	 * Whether the caller gives the store and the platform time to answer.
	 */
	boolean hasTime() {
		return limit().compareTo(WITHOUT_FAULT) >= 0;
	}

	/**
	 * Whether the caller would still wait.
	 */
	boolean hasTimeLeft() {
		return this.simulation.loop().now() < this.began + limit().toNanos();
	}

	/**
	 * Whether the call began while somebody renewed the session that works still.
	 */
	boolean mustUseOldSession() {
		return this.request.kind() == Kind.SESSION && this.duringRenewal && works(this.simulation.store().session());
	}

	boolean hasEnded() {
		return this.ended;
	}

	@Nullable Object value() {
		return this.value;
	}

	@Nullable Throwable error() {
		return this.error;
	}

	@Override
	public String toString() {
		return this.process.name() + "'s caller " + this.name + " of " + this.request;
	}

	/**
	 * What a caller calls.
	 */
	enum Kind {

		SESSION, VERIFIED, RENEW, CHECK, LOGIN, START_LOGIN, AWAIT_LOGIN, OPEN_CODE, LOGOUT

	}

	/**
	 * A call, and what its caller does.
	 *
	 * @param kind the method
	 * @param patience how long to wait; {@code null} for the configured time
	 * @param sent the refused session, for a renewal
	 * @param attemptId the attempt, to open a code
	 * @param cancelAfter when the caller leaves; {@code null} for never
	 * @param throwing what the caller throws on its answer, "Error" or "Exception";
	 * {@code null} for nothing
	 */
	record Request(Kind kind, @Nullable Duration patience, @Nullable WestmoonSession sent, @Nullable String attemptId,
			@Nullable Duration cancelAfter, @Nullable String throwing) {

		static Request of(Kind kind) {
			return of(kind, null);
		}

		static Request of(Kind kind, @Nullable Duration wait) {
			return new Request(kind, wait, null, null, null, null);
		}

		static Request renew(WestmoonSession sent, @Nullable Duration wait) {
			return new Request(Kind.RENEW, wait, sent, null, null, null);
		}

		static Request openCode(String attemptId) {
			return new Request(Kind.OPEN_CODE, null, null, attemptId, null, null);
		}

		Request leaving(@Nullable Duration after) {
			return new Request(this.kind, this.patience, this.sent, this.attemptId, after, this.throwing);
		}

		Request throwing(@Nullable String type) {
			return new Request(this.kind, this.patience, this.sent, this.attemptId, this.cancelAfter, type);
		}

		@Override
		public String toString() {
			return this.kind + ((this.patience != null) ? " for " + this.patience.toSeconds() + " s" : "");
		}

	}

}
