package io.westmoon.login.store.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

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

	/**
	 * Looks at the threads alone that were started on behalf of the stores. A subscriber
	 * is served by a thread that signals, and the next one by another thread if the first
	 * is not idle yet.
	 */
	@Test
	void manyStoresShareOneThread() throws Exception {
		Deque<Runnable> rounds = new ConcurrentLinkedDeque<>();
		ChangeWatcher watcher = new ChangeWatcher(rounds::add, NEVER);
		List<Disposable> subscriptions = new CopyOnWriteArrayList<>();
		ThreadGroup started = new ThreadGroup("started by stores");
		Thread opening = new Thread(started, () -> {
			for (int i = 0; i < 50; i++) {
				FileSessionStore store = new FileSessionStore("default", this.directory.resolve("s" + i),
						ContentCipher.NONE, Samples.CLOCK, watcher, FileIo.TIMEOUT);
				subscriptions.add(store.changes().subscribe((Change change) -> {
				}));
			}
		});
		opening.start();
		opening.join(20_000);
		assertThat(subscriptions).hasSize(50);
		watcher.tick();
		assertThat(rounds).hasSize(1);
		assertThat(threads(started)).filteredOn((thread) -> !thread.startsWith("westmoon-store-signal-"))
			.allMatch((thread) -> thread.startsWith("westmoon-store-timer-"))
			.hasSizeLessThanOrEqualTo(1);
		subscriptions.forEach(Disposable::dispose);
	}

	private static List<String> threads(ThreadGroup group) {
		Thread[] threads = new Thread[1000];
		return Stream.of(threads).limit(group.enumerate(threads)).map(Thread::getName).toList();
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
