package io.westmoon.login.store.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.SessionStoreException;
import org.springframework.util.CustomizableThreadCreator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Runs blocking work on files where threads may block. Work that began is finished even
 * if its caller goes away: an interrupt would close channels in the middle of a write.
 *
 * @param directory where the files are
 * @param threads may block
 */
record FileIo(Path directory, Scheduler threads) {

	private static final int MOST_THREADS = 4;

	private static final Duration IDLE = Duration.ofSeconds(1);

	/**
	 * Creates threads that only files are worked on with, so that nobody else's work is
	 * in the way. They end by themselves when they are idle.
	 */
	static Scheduler newThreads() {
		CustomizableThreadCreator threads = new CustomizableThreadCreator("westmoon-store-");
		threads.setDaemon(true);
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(MOST_THREADS, threads::createThread);
		executor.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
		executor.allowCoreThreadTimeOut(true);
		return Schedulers.fromExecutorService(executor);
	}

	<T> Mono<T> run(String purpose, IoCallable<T> call) {
		return Mono.<T>create((sink) -> this.threads.schedule(() -> complete(sink, call)))
			.onErrorMap((ex) -> !(ex instanceof SessionStoreException), (ex) -> failure(purpose, ex));
	}

	private static <T> void complete(MonoSink<T> sink, IoCallable<T> call) {
		try {
			sink.success(call.call());
		}
		catch (Throwable ex) {
			sink.error(ex);
		}
	}

	private SessionStoreException failure(String purpose, Throwable ex) {
		return new SessionStoreException("Could not " + purpose + " in " + this.directory + " (" + ex
				+ "); what was stored before is untouched. Look at the space, the permissions and the mount of the"
				+ " directory", ex);
	}

}
