package io.westmoon.login;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * At most one login at a time in this process, and the calls that wait for it. The flight
 * belongs to nobody: a caller that leaves takes only itself away. An outcome is visible
 * before anybody hears of it, and a failure is never kept.
 */
final class LoginFlights {

	private final Engine engine;

	private final LoginProblems problems;

	private final AtomicReference<@Nullable Flight> current = new AtomicReference<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private volatile boolean closed;

	LoginFlights(Engine engine) {
		this.engine = engine;
		this.problems = new LoginProblems(engine);
	}

	boolean isUnderWay() {
		return this.current.get() != null;
	}

	int waiting() {
		return this.waiting.get();
	}

	/**
	 * Joins the flight under way or starts one, and waits for its outcome.
	 * @param unwanted the session that another one is wanted in place of
	 * @param wait how long to wait at most
	 */
	Mono<WestmoonSession> join(@Nullable WestmoonSession unwanted, Duration wait) {
		return Mono.defer(() -> {
			Flight flight = currentOrNew(unwanted);
			if (wait.isZero()) {
				return flight.outcome.asMono()
					.timeout(Mono.just(0))
					.onErrorMap(TimeoutException.class, (timeout) -> this.problems.waitedTooLong());
			}
			if (this.waiting.incrementAndGet() > this.engine.settings().maxWaiting()) {
				this.waiting.decrementAndGet();
				return Mono.error(this.problems.tooManyWaiting());
			}
			return flight.outcome.asMono()
				.timeout(wait, this.engine.settings().scheduler())
				.onErrorMap(TimeoutException.class, (timeout) -> this.problems.waitedTooLong())
				.publishOn(this.engine.settings().scheduler())
				.doFinally((signal) -> this.waiting.decrementAndGet());
		});
	}

	/**
	 * Makes sure that a flight is under way and returns the code it shows.
	 */
	Mono<LoginQrCode> code(@Nullable WestmoonSession unwanted) {
		return Mono.defer(() -> {
			Flight flight = currentOrNew(unwanted);
			Mono<LoginQrCode> code = this.engine.attempts()
				.seen()
				.filter(LoginAttempt::isLive)
				.mapNotNull(LoginAttempt::code)
				.filter((seen) -> seen.expiresAt().isAfter(this.engine.now()))
				.next();
			Mono<LoginQrCode> landed = flight.outcome.asMono()
				.flatMap((session) -> Mono.error(this.problems.noCodeNeeded()));
			return Mono.firstWithSignal(code, landed)
				.timeout(EngineSettings.LONGEST_LOGIN, this.engine.settings().scheduler());
		});
	}

	private Flight currentOrNew(@Nullable WestmoonSession unwanted) {
		Flight flight = this.current.get();
		if (flight != null) {
			return flight;
		}
		Flight next = new Flight(new AttemptDriver(this.engine, unwanted));
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
			.subscribeOn(Schedulers.boundedElastic())
			.subscribe((session) -> land(next, () -> next.outcome.tryEmitValue(session)),
					(error) -> land(next, () -> next.outcome.tryEmitError(error))));
		return next;
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
		return flight.outcome.asMono().then().timeout(EngineSettings.SHUTDOWN).onErrorResume((error) -> {
			flight.work.dispose();
			flight.outcome.tryEmitError(this.problems.closed());
			return Mono.empty();
		});
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
