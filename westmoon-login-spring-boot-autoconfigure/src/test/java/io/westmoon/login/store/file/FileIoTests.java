package io.westmoon.login.store.file;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.SessionStoreException;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.json.ContentCipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;

import static io.westmoon.login.store.Samples.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FileIoTests {

	private static final Duration SHORT = Duration.ofMillis(200);

	@TempDir
	private Path directory;

	@Test
	void readersDoNotWaitForWritersThatWaitForTheLock() throws Exception {
		FileSessionStore store = store(FileIo.TIMEOUT);
		store.save(Samples.session("a")).block(TIMEOUT);
		List<CompletableFuture<Boolean>> writes = new ArrayList<>();
		try (FileChannel channel = FileChannel.open(this.directory.resolve(".store.lock"), StandardOpenOption.WRITE);
				FileLock lock = channel.lock()) {
			for (int i = 0; i < 8; i++) {
				writes.add(store.save(Samples.session("a")).toFuture());
			}
			assertThat(store.load().block(Duration.ofSeconds(5))).isEqualTo(Samples.session("a"));
			assertThat(store.attempt().block(Duration.ofSeconds(5))).isNull();
			assertThat(store.tryLease().block(Duration.ofSeconds(5))).isNotNull();
			assertThat(writes).noneMatch(CompletableFuture::isDone);
		}
		for (CompletableFuture<Boolean> write : writes) {
			assertThat(write.get(20, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void workWhoseCallerLeftBeforeItBeganIsNotBegun() throws Exception {
		FileIo io = new FileIo(this.directory, FileIo.TIMEOUT, () -> {
		});
		CountDownLatch go = new CountDownLatch(1);
		CompletableFuture<Boolean> first = io.write("test", () -> await(go)).toFuture();
		AtomicInteger begun = new AtomicInteger();
		Disposable caller = io.write("test", begun::incrementAndGet).subscribe();
		caller.dispose();
		go.countDown();
		assertThat(first.get(20, TimeUnit.SECONDS)).isTrue();
		assertThat(io.write("test", () -> true).block(TIMEOUT)).isTrue();
		assertThat(begun).hasValue(0);
	}

	@Test
	void subscribersThatBlockKeepNothingElseWaiting() throws Exception {
		FileSessionStore store = store(FileIo.TIMEOUT);
		CountDownLatch go = new CountDownLatch(1);
		List<CompletableFuture<Boolean>> blocked = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			blocked.add(store.save(Samples.session("a")).map((saved) -> await(go)).toFuture());
			blocked.add(store.tryLease().hasElement().map((read) -> await(go)).toFuture());
		}
		assertThat(store.save(Samples.session("a")).block(Duration.ofSeconds(10))).isTrue();
		assertThat(store.load().block(Duration.ofSeconds(10))).isNotNull();
		go.countDown();
		for (CompletableFuture<Boolean> subscriber : blocked) {
			assertThat(subscriber.get(20, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void operationsEndThoughTheMountHangsAndWorkOnceItWorks() throws Exception {
		FileIo io = new FileIo(this.directory, SHORT, () -> {
		});
		CountDownLatch works = new CountDownLatch(1);
		for (int i = 0; i < 6; i++) {
			assertThatExceptionOfType(SessionStoreException.class)
				.isThrownBy(() -> io.read("test", () -> await(works)).block(TIMEOUT))
				.withMessageContaining("mount");
		}
		assertThat(io.read("test", () -> true).retry(50).block(TIMEOUT)).isTrue();
		works.countDown();
		io.close();
	}

	@Test
	void workThatHangsTakesFewThreads() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		AtomicInteger hanging = new AtomicInteger();
		CountDownLatch closed = new CountDownLatch(1);
		FileIo io = new FileIo(this.directory, Duration.ofMillis(20), closed::countDown);
		for (int i = 0; i < 50; i++) {
			assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> io.read("test", () -> {
				hanging.incrementAndGet();
				return await(go);
			}).block(TIMEOUT));
		}
		assertThat(hanging.get()).isBetween(5, 35);
		go.countDown();
		assertThat(io.read("test", () -> true).retry(100).block(TIMEOUT)).isTrue();
		io.close();
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
	}

	private FileSessionStore store(Duration timeout) {
		return new FileSessionStore("default", this.directory, ContentCipher.NONE, Samples.CLOCK,
				ChangeWatcher.shared(), timeout);
	}

	private static boolean await(CountDownLatch latch) {
		try {
			return latch.await(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
