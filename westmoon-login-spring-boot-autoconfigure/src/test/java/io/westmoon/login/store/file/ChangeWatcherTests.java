package io.westmoon.login.store.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.SessionStore.Change;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.json.ContentCipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeWatcherTests {

	private static final Duration NEVER = Duration.ofDays(1);

	@TempDir
	private Path directory;

	@Test
	void pollsOnceForEachTickUntilNothingIsWatched() {
		ChangeWatcher watcher = new ChangeWatcher(Runnable::run, NEVER);
		AtomicInteger polls = new AtomicInteger();
		Disposable watch = watcher.watch(polls::incrementAndGet);
		watcher.tick();
		watcher.tick();
		watch.dispose();
		watcher.tick();
		assertThat(polls).hasValue(2);
	}

	@Test
	void aPollThatFailsDoesNotSilenceTheOthers() {
		ChangeWatcher watcher = new ChangeWatcher(Runnable::run, NEVER);
		AtomicInteger polls = new AtomicInteger();
		for (int i = 0; i < 5; i++) {
			watcher.watch(() -> {
				polls.incrementAndGet();
				throw new IllegalStateException();
			});
		}
		watcher.tick();
		assertThat(polls).hasValue(5);
	}

	@Test
	void noSecondRoundBeginsWhileOneWaitsForAThread() {
		Deque<Runnable> rounds = new ConcurrentLinkedDeque<>();
		ChangeWatcher watcher = new ChangeWatcher(rounds::add, NEVER);
		watcher.watch(() -> {
		});
		watcher.tick();
		watcher.tick();
		assertThat(rounds).hasSize(1);
	}

	@Test
	void aPollThatHangsDoesNotSilenceTheOthers() throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			ChangeWatcher watcher = new ChangeWatcher(threads, NEVER);
			CountDownLatch hangs = new CountDownLatch(2);
			CountDownLatch go = new CountDownLatch(1);
			AtomicInteger hung = new AtomicInteger();
			for (int i = 0; i < 2; i++) {
				watcher.watch(() -> {
					hung.incrementAndGet();
					hangs.countDown();
					await(go);
				});
			}
			CountDownLatch others = new CountDownLatch(20);
			for (int i = 0; i < 10; i++) {
				watcher.watch(others::countDown);
			}
			while (!others.await(5, TimeUnit.MILLISECONDS)) {
				watcher.tick();
			}
			assertThat(hung.get()).isLessThanOrEqualTo(2);
			go.countDown();
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void manyStoresShareOneThread() {
		Executor none = (round) -> {
		};
		ChangeWatcher watcher = new ChangeWatcher(none, NEVER);
		int before = Thread.activeCount();
		List<Disposable> subscriptions = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			FileSessionStore store = new FileSessionStore("default", this.directory.resolve("s" + i),
					ContentCipher.NONE, Samples.CLOCK, watcher, FileIo.TIMEOUT);
			subscriptions.add(store.changes().subscribe((Change change) -> {
			}));
		}
		assertThat(Thread.activeCount()).isLessThanOrEqualTo(before + 2);
		subscriptions.forEach(Disposable::dispose);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
