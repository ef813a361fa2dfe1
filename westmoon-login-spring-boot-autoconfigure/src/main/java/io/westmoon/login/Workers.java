package io.westmoon.login;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.util.CustomizableThreadCreator;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Threads that may be blocked, for listeners and for a login's first step. A listener has
 * one only while it is busy. Nobody else has work on them, so nobody else's work can be
 * in the way. Idle threads end by themselves.
 */
final class Workers {

	private static final int MOST = 32;

	private static final Duration IDLE = Duration.ofSeconds(1);

	private Workers() {
	}

	static Scheduler create(String account) {
		CustomizableThreadCreator threads = new CustomizableThreadCreator("westmoon-login-" + account + "-");
		threads.setDaemon(true);
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(MOST, threads::createThread);
		executor.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
		executor.allowCoreThreadTimeOut(true);
		return Schedulers.fromExecutorService(executor);
	}

}
