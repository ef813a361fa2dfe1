package io.westmoon.login.client;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * What an engine takes for elapsed time and chance, and what runs its work.
 *
 * @param nanoTime tells elapsed time
 * @param jitter returns numbers from 0 to 1
 * @param scheduler runs what is due; must not be one that blocks
 * @param workers run what may block; {@code null} for threads of the account's own
 */
record EngineTime(LongSupplier nanoTime, DoubleSupplier jitter, Scheduler scheduler, @Nullable Scheduler workers) {

	static EngineTime system() {
		return new EngineTime(System::nanoTime, () -> ThreadLocalRandom.current().nextDouble(), Schedulers.parallel(),
				null);
	}

}
