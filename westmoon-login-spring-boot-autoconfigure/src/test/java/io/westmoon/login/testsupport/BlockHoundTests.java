package io.westmoon.login.testsupport;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.beans.BeanUtils;
import org.springframework.test.util.ReflectionTestUtils;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@EnabledIfSystemProperty(named = "westmoon.blockhound", matches = "true",
		disabledReason = "BlockHound watches on JDK 17 when Maven runs the tests")
class BlockHoundTests {

	@Test
	void blockingOnAnEventLoopIsCaught() {
		Mono<Void> blocking = Mono.<Void>fromRunnable(BlockHoundTests::block).subscribeOn(Schedulers.parallel());
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> blocking.block(Duration.ofSeconds(20)))
			.withRootCauseInstanceOf(BlockingOperationError.class);
	}

	@Test
	void handingWorkToAPoolMayWaitForItsQueue() throws Exception {
		assertMayWaitForTheQueue((pool) -> pool.execute(() -> {
		}));
	}

	@Test
	void takingWorkBackFromAPoolMayWaitForItsQueue() throws Exception {
		assertMayWaitForTheQueue((pool) -> pool.remove(() -> {
		}));
	}

	/**
	 * Uses a pool on an event loop while another thread holds the locks of its queue.
	 */
	private static void assertMayWaitForTheQueue(Consumer<ThreadPoolExecutor> use) throws Exception {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
		LockingItem item = new LockingItem();
		AtomicReference<Thread> user = new AtomicReference<>();
		try {
			pool.execute(item::awaitRelease);
			pool.execute(() -> {
			});
			Thread holder = new Thread(() -> pool.getQueue().contains(item));
			holder.start();
			assertThat(item.locked.await(20, TimeUnit.SECONDS)).isTrue();
			CompletableFuture<Void> used = Mono.<Void>fromRunnable(() -> {
				user.set(Thread.currentThread());
				use.accept(pool);
			}).subscribeOn(Schedulers.parallel()).toFuture();
			Awaitility.await()
				.until(() -> used.isDone() || user.get() != null && user.get().getState() == Thread.State.WAITING);
			item.release.countDown();
			assertThat(used).succeedsWithin(Duration.ofSeconds(20));
		}
		finally {
			item.release.countDown();
			pool.shutdownNow();
		}
	}

	/**
	 * An error there would leave the connection to spin for ever.
	 */
	@Test
	void writingToRedisMayWaitForTheLockOfItsConnection() throws Exception {
		Class<?> type = Class.forName("io.lettuce.core.protocol.SharedLock");
		Object shared = BeanUtils.instantiateClass(type);
		Lock lock = (Lock) ReflectionTestUtils.getField(shared, "lock");
		AtomicReference<Thread> user = new AtomicReference<>();
		lock.lock();
		CompletableFuture<Void> written = Mono.<Void>fromRunnable(() -> {
			user.set(Thread.currentThread());
			ReflectionTestUtils.invokeMethod(shared, "incrementWriters");
		}).subscribeOn(Schedulers.parallel()).toFuture();
		Awaitility.await()
			.until(() -> written.isDone() || user.get() != null && user.get().getState() == Thread.State.WAITING);
		lock.unlock();
		assertThat(written).succeedsWithin(Duration.ofSeconds(20));
	}

	private static void block() {
		try {
			Thread.sleep(1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Whoever compares it with an item of a queue holds the locks of the queue until it
	 * is released.
	 */
	private static final class LockingItem {

		private final CountDownLatch locked = new CountDownLatch(1);

		private final CountDownLatch release = new CountDownLatch(1);

		private void awaitRelease() {
			try {
				this.release.await(20, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public boolean equals(Object other) {
			this.locked.countDown();
			awaitRelease();
			return false;
		}

		@Override
		public int hashCode() {
			return 1;
		}

	}

}
