package io.westmoon.login.client;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.support.Durations;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * At most one login at a time in this process, and the calls that wait for it. The flight
 * belongs to nobody: a caller that leaves takes only itself away. An outcome is visible
 * before anybody hears of it, and a failure is never kept.
 */
final class LoginFlights {

	private static final Duration STORE_COOL_DOWN = Duration.ofSeconds(5);

	private static final Duration LONGEST_WAIT = Duration.ofDays(1000);

	private final Engine engine;

	private final LoginExceptions problems;

	private final AtomicReference<@Nullable Flight> current = new AtomicReference<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private volatile @Nullable StoreFault storeFault;

	private volatile boolean closed;

	LoginFlights(Engine engine) {
		this.engine = engine;
		this.problems = new LoginExceptions(engine);
	}

	int waiting() {
		return this.waiting.get();
	}

	/**
	 * Joins the flight under way or starts one, and waits for its outcome, unless too
	 * many wait already.
	 * @param replaced the session that another one is wanted in place of
	 * @param wait how long to wait at most
	 */
	Mono<WestmoonSession> join(@Nullable WestmoonSession replaced, Duration wait) {
		return Mono.defer(() -> {
			Mono<WestmoonSession> outcome = currentOrNew(replaced).outcome.asMono();
			return awaitCounted(outcome, wait);
		});
	}

	/**
	 * Joins the flight under way or starts one.
	 */
	Mono<WestmoonSession> outcome(@Nullable WestmoonSession replaced) {
		return Mono.defer(() -> currentOrNew(replaced).outcome.asMono());
	}

	/**
	 * Joins the flight under way or starts one, for the code that the attempt shows.
	 * @param attemptId the attempt; {@code null} for any
	 */
	Mono<LoginQrCode> code(@Nullable WestmoonSession replaced, @Nullable String attemptId) {
		return Mono.defer(() -> {
			Flight flight = currentOrNew(replaced);
			Mono<LoginQrCode> code = this.engine.attempts()
				.seen()
				.filter((attempt) -> attemptId == null || attempt.id().equals(attemptId))
				.filter((attempt) -> attempt.codeEndsAt() != null && attempt.codeEndsAt().isAfter(this.engine.now()))
				.mapNotNull(LoginAttempt::code)
				.next();
			Mono<LoginQrCode> landed = flight.outcome.asMono()
				.flatMap((session) -> Mono.error(this.problems.noCodeNeeded()));
			return Mono.firstWithSignal(code, landed);
		});
	}

	private Mono<WestmoonSession> awaitCounted(Mono<WestmoonSession> outcome, Duration wait) {
		return Mono.defer(() -> {
			if (this.waiting.incrementAndGet() > this.engine.settings().maxWaiting() && !wait.isZero()) {
				this.waiting.decrementAndGet();
				return Mono.error(this.problems.tooManyWaiting());
			}
			return await(outcome, wait).doFinally((signal) -> this.waiting.decrementAndGet());
		});
	}

	/**
	 * Waits for something that a person asked for, which takes no place among the waiting
	 * calls. Whoever waits gets an error of its own, since callers add to it.
	 */
	<T> Mono<T> await(Mono<T> something, Duration wait) {
		return inTime(something, Durations.min(wait, LONGEST_WAIT))
			.onErrorMap(TimeoutException.class, (timeout) -> this.problems.waitedTooLong())
			.onErrorMap(LoginExceptions::own)
			.publishOn(this.engine.settings().scheduler());
	}

	/**
	 * What is there at once counts also for those who do not wait. An error that comes
	 * too late is nobody's.
	 */
	private <T> Mono<T> inTime(Mono<T> something, Duration wait) {
		return wait.isZero() ? Mono.firstWithSignal(something, Mono.error(TimeoutException::new))
				: something.materialize().timeout(wait, this.engine.settings().scheduler()).dematerialize();
	}

	private Flight currentOrNew(@Nullable WestmoonSession replaced) {
		Flight flight = this.current.get();
		if (flight != null) {
			return flight;
		}
		StoreFault fault = this.storeFault;
		if (fault != null && this.engine.settings().nanoTime().getAsLong() - fault.until < 0) {
			Flight failed = new Flight(new AttemptDriver(this.engine, replaced));
			failed.outcome.tryEmitError(fault.error);
			return failed;
		}
		Flight next = new Flight(new AttemptDriver(this.engine, replaced));
		Flight winner = this.current.compareAndExchange(null, next);
		if (winner != null) {
			return winner;
		}
		if (this.closed) {
			land(next, () -> next.outcome.tryEmitError(this.problems.closed()));
			return next;
		}
		next.work.update(next.driver.drive()
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("A login ended without an outcome")))
			.subscribeOn(this.engine.settings().workers())
			.subscribe((session) -> land(next, () -> next.outcome.tryEmitValue(session)), (error) -> {
				noteStoreFault(error);
				land(next, () -> next.outcome.tryEmitError(error));
			}));
		return next;
	}

	/**
	 * Where nothing can be written, not even a cool-down, this process keeps one for
	 * itself, so that it does not ask for code after code.
	 */
	private void noteStoreFault(Throwable error) {
		if (error instanceof SessionStoreException fault) {
			long until = this.engine.settings().nanoTime().getAsLong() + STORE_COOL_DOWN.toNanos();
			this.storeFault = new StoreFault(fault, until);
		}
	}

	/**
	 * Ends the cool-down of this process, since the store works again.
	 */
	void storeWorks() {
		this.storeFault = null;
	}

	private void land(Flight flight, Runnable tell) {
		this.current.compareAndSet(flight, null);
		tell.run();
	}

	/**
	 * Ends the flight under way after its present step.
	 * @return completes when it has landed, at the latest after the time for shutting
	 * down
	 */
	Mono<Void> close() {
		this.closed = true;
		Flight flight = this.current.get();
		if (flight == null) {
			return Mono.empty();
		}
		flight.driver.stop();
		return flight.outcome.asMono().then().timeout(ClientSettings.SHUTDOWN).onErrorResume((error) -> {
			flight.work.dispose();
			flight.outcome.tryEmitError(this.problems.closed());
			return Mono.empty();
		});
	}

	/**
	 * Why the last login could not be written down, and until when no other one begins.
	 */
	private record StoreFault(SessionStoreException error, long until) {
	}

	/**
	 * One login under way.
	 */
	private static final class Flight {

		private final AttemptDriver driver;

		private final Sinks.One<WestmoonSession> outcome = Sinks.one();

		private final Disposable.Swap work = Disposables.swap();

		Flight(AttemptDriver driver) {
			this.driver = driver;
		}

	}

}
