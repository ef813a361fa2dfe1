package io.westmoon.login.client;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.CustomizableThreadCreator;

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

	/**
	 * Returns what runs the work of an account that may block: listeners, and a login's
	 * first step. Whoever is busy has a thread for that time, so there are no more than
	 * listeners and subscribers. Idle threads end by themselves.
	 */
	Scheduler workersOf(String account) {
		if (this.workers != null) {
			return this.workers;
		}
		CustomizableThreadCreator threads = new CustomizableThreadCreator("westmoon-login-" + account + "-");
		threads.setDaemon(true);
		return Schedulers.fromExecutorService(new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS,
				new SynchronousQueue<>(), threads::createThread));
	}

}
