package io.westmoon.login.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The one login of this process and the calls that wait for it. It is independent of its
 * callers; each of its steps has a deadline. Thread-safe.
 */
final class SharedLogin {

	private static final Duration STORE_COOL_DOWN = Duration.ofSeconds(5);

	private final ClientSettings settings;

	private final SessionRepository sessions;

	private final AttemptRepository attempts;

	private final LoginExceptions exceptions;

	private final Function<@Nullable WestmoonSession, AttemptDriver> drivers;

	private final SingleFlight<String, WestmoonSession> flight;

	private final AtomicInteger waiting = new AtomicInteger();

	private volatile @Nullable AttemptDriver driver;

	private volatile @Nullable StoreFault storeFault;

	private volatile boolean closed;

	SharedLogin(ClientSettings settings, SessionRepository sessions, AttemptRepository attempts,
			LoginExceptions exceptions, Function<@Nullable WestmoonSession, AttemptDriver> drivers) {
		this.settings = settings;
		this.sessions = sessions;
		this.attempts = attempts;
		this.exceptions = exceptions;
		this.drivers = drivers;
		this.flight = new SingleFlight<>(settings.scheduler(), null);
	}

	int waiting() {
		return this.waiting.get();
	}

	boolean isUnderWay() {
		return this.flight.isUnderWay(this.settings.account());
	}

	/**
	 * Joins or starts the login for a call, where logins start by themselves.
	 * @param replaced the session that another one is wanted in place of
	 * @param wait how long the call waits; zero to start the login and take only what is
	 * there at once, {@code null} for the configured time
	 */
	Mono<WestmoonSession> joinByItself(@Nullable WestmoonSession replaced, @Nullable Duration wait) {
		if (!this.settings.reloginEnabled()) {
			return Mono.error(this.exceptions.reloginDisabled());
		}
		if (!this.settings.waits(wait)) {
			return Mono.firstWithSignal(joinNeeded(replaced), Mono.error(this.exceptions::waitedTooLong));
		}
		return Mono.defer(() -> {
			if (this.waiting.incrementAndGet() > this.settings.maxWaiting()) {
				this.waiting.decrementAndGet();
				return Mono.error(this.exceptions.tooManyWaiting());
			}
			return joinNeeded(replaced).doFinally((signal) -> this.waiting.decrementAndGet());
		});
	}

	/**
	 * Tells whether a login is under way that calls wait for, rather than a renewal of a
	 * session that still works.
	 */
	boolean isNeeded() {
		LoginAttempt attempt = this.attempts.last();
		return isUnderWay() && (attempt == null || !attempt.isRenewal());
	}

	/**
	 * A renewal that was under way may have ended just before it could know that its
	 * session is needed after all. Then another login begins.
	 */
	private Mono<WestmoonSession> joinNeeded(@Nullable WestmoonSession replaced) {
		return join(replaced).onErrorResume(LoginRequiredException.class, (error) -> {
			LoginAttempt attempt = this.attempts.last();
			boolean renewalEnded = attempt != null && attempt.isRenewal() && !attempt.isLive();
			return renewalEnded ? join(replaced) : Mono.error(error);
		});
	}

	/**
	 * Joins the login under way or starts one. A login that was under way before may
	 * bring the very session that is to be replaced, or one that has died meanwhile.
	 */
	Mono<WestmoonSession> join(@Nullable WestmoonSession replaced) {
		return this.flight.join(this.settings.account(), () -> drive(replaced))
			.flatMap((session) -> this.sessions.canReplace(session, replaced) ? Mono.just(session) : join(replaced));
	}

	/**
	 * Joins the login under way or starts one, for the code that the attempt shows.
	 * @param attemptId the attempt; {@code null} for any
	 */
	Mono<LoginQrCode> code(@Nullable WestmoonSession replaced, @Nullable String attemptId) {
		return Mono.defer(() -> {
			Mono<LoginQrCode> landed = join(replaced).flatMap((session) -> Mono.error(this.exceptions.noCodeNeeded()));
			Mono<LoginQrCode> code = this.attempts.seen()
				.filter((attempt) -> attemptId == null || attempt.id().equals(attemptId))
				.filter((attempt) -> attempt.codeEndsAt() != null && attempt.codeEndsAt().isAfter(this.settings.now()))
				.mapNotNull(LoginAttempt::code)
				.next();
			return Mono.firstWithSignal(landed, code);
		});
	}

	private Mono<WestmoonSession> drive(@Nullable WestmoonSession replaced) {
		if (this.closed) {
			return Mono.error(this.exceptions.closed());
		}
		StoreFault fault = this.storeFault;
		if (fault != null && this.settings.nanoTime().getAsLong() - fault.until < 0) {
			return Mono.error(fault.error);
		}
		AttemptDriver next = this.drivers.apply(replaced);
		this.driver = next;
		return next.drive()
			.doOnError(SessionStoreException.class,
					(error) -> this.storeFault = new StoreFault(error,
							this.settings.nanoTime().getAsLong() + STORE_COOL_DOWN.toNanos()))
			.subscribeOn(this.settings.workers());
	}

	/**
	 * Ends the cool-down of this process, since the store works again.
	 */
	void storeWorks() {
		this.storeFault = null;
	}

	/**
	 * Ends the login under way after its present step.
	 * @return completes when it has ended, at the latest after the time for shutting down
	 */
	Mono<Void> close() {
		this.closed = true;
		AttemptDriver last = this.driver;
		if (last != null) {
			last.stop();
		}
		return this.flight.joinPresent(this.settings.account())
			.onErrorComplete()
			.then((last != null) ? last.ended() : Mono.empty())
			.timeout(this.settings.shutdownTimeout())
			.onErrorComplete()
			.doFinally((signal) -> this.flight.abort(this.settings.account(), this.exceptions.closed()));
	}

	/**
	 * Why the last login could not be written down, and until when no other one begins:
	 * where not even a cool-down can be written, this process keeps one for itself, so
	 * that it does not ask for code after code.
	 */
	private record StoreFault(SessionStoreException error, long until) {
	}

}
