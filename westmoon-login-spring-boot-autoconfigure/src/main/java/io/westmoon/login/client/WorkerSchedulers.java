package io.westmoon.login.client;

import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.util.CustomizableThreadCreator;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Threads that may be blocked, for listeners and for a login's first step. Whoever is
 * busy has one for that time, so there are no more than listeners and subscribers. Nobody
 * else has work on them, so nobody else's work can be in the way. Idle threads end by
 * themselves.
 */
final class WorkerSchedulers {

	private static final Duration IDLE = Duration.ofSeconds(1);

	private WorkerSchedulers() {
	}

	static Scheduler create(String account) {
		CustomizableThreadCreator threads = new CustomizableThreadCreator("westmoon-login-" + account + "-");
		threads.setDaemon(true);
		return Schedulers.fromExecutorService(new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE.toMillis(),
				TimeUnit.MILLISECONDS, new SynchronousQueue<>(), threads::createThread));
	}

}
