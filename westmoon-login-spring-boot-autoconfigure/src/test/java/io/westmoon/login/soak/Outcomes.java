package io.westmoon.login.soak;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Sees to it that every call has an outcome, and counts them. The bound is far beyond
 * what any call may take, so that a busy machine does not look like a lost call.
 * Thread-safe.
 */
final class Outcomes {

	static final Duration BOUND = Duration.ofMinutes(2);

	private static final Log logger = LogFactory.getLog(Outcomes.class);

	private final Map<CallOutcome, AtomicLong> counts = new EnumMap<>(CallOutcome.class);

	private final AtomicLong begun = new AtomicLong();

	private final Violations violations;

	private final Scheduler scheduler;

	Outcomes(Violations violations) {
		this(violations, Schedulers.parallel());
	}

	Outcomes(Violations violations, Scheduler scheduler) {
		this.violations = violations;
		this.scheduler = scheduler;
		for (CallOutcome outcome : CallOutcome.values()) {
			this.counts.put(outcome, new AtomicLong());
		}
	}

	/**
	 * Makes a call.
	 * @param name names the call where it has no allowed outcome
	 * @param call the call, which gives an outcome or fails
	 * @return the outcome, never empty, never fails
	 */
	Mono<CallOutcome> of(String name, Mono<CallOutcome> call) {
		return Mono.defer(() -> {
			this.begun.incrementAndGet();
			return call.switchIfEmpty(Mono.error(() -> new IllegalStateException("neither value nor error")))
				.timeout(BOUND, this.scheduler)
				.onErrorResume((error) -> Mono.just(failed(name, error)))
				.doOnNext((outcome) -> this.counts.get(outcome).incrementAndGet());
		});
	}

	private CallOutcome failed(String name, Throwable error) {
		CallOutcome outcome = (error instanceof TimeoutException) ? CallOutcome.NONE : CallOutcome.of(error);
		if (!outcome.isAllowed()) {
			logger.error(name + " ended with " + outcome, error);
			this.violations.add(name + " ended with " + outcome + ": " + error);
		}
		if (SoakLog.hasSecret(String.valueOf(error))) {
			this.violations.add(name + " ended with a secret in its " + error.getClass().getName());
		}
		return outcome;
	}

	long begun() {
		return this.begun.get();
	}

	/**
	 * Returns how many calls have no outcome yet.
	 */
	long open() {
		return begun() - this.counts.values().stream().mapToLong(AtomicLong::get).sum();
	}

	/**
	 * To be called once nobody makes calls any more.
	 */
	void verify(String whose) {
		if (open() != 0) {
			this.violations.add(whose + " began " + begun() + " calls, of which " + open() + " have no outcome");
		}
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		this.counts.forEach((outcome, count) -> {
			if (count.get() > 0) {
				text.append(text.isEmpty() ? "" : ", ").append(outcome).append(' ').append(count);
			}
		});
		return text.toString();
	}

}
