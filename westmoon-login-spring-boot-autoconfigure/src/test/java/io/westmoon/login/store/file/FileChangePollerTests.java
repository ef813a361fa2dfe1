package io.westmoon.login.store.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.management.ThreadMXBean;
import io.westmoon.login.SessionStore.Change;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.json.ContentCipher;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

import static io.westmoon.login.store.Samples.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

class FileChangePollerTests {

	@TempDir
	private Path temporary;

	private Path directory;

	private final ChangeWatcher watcher = new ChangeWatcher(Runnable::run, Duration.ofDays(1));

	private FileSessionStore store;

	@BeforeEach
	void open() {
		this.directory = this.temporary.resolve("store");
		this.store = new FileSessionStore("default", this.directory, ContentCipher.NONE, Samples.CLOCK, this.watcher,
				FileIo.TIMEOUT);
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	@Test
	void areSeenAtTheNextLookWhoeverMadeThem() {
		StepVerifier.create(this.store.changes())
			.then(() -> write("tokens.json", "{}"))
			.then(this::tick)
			.expectNext(Change.SESSION)
			.then(this::tick)
			.then(() -> write("login_attempt.json", "{}"))
			.then(this::tick)
			.expectNext(Change.ATTEMPT)
			.then(() -> write("pending_login.json", "{}"))
			.then(() -> write("tokens.json", "{ }"))
			.then(this::tick)
			.expectNext(Change.SESSION, Change.ATTEMPT)
			.then(() -> delete("tokens.json"))
			.then(this::tick)
			.expectNext(Change.SESSION)
			.thenCancel()
			.verify(TIMEOUT);
	}

	/**
	 * A change alone leaves half of what was requested, and two changes at once then are
	 * one too many.
	 */
	@Test
	void thatComeTogetherAfterASingleOneDoNotEndTheSignals() {
		List<Change> seen = new CopyOnWriteArrayList<>();
		Disposable subscription = this.store.changes().subscribe(seen::add);
		write("tokens.json", "{}");
		tickUntil(seen, Change.SESSION);
		write("tokens.json", "{ }");
		write("login_attempt.json", "{}");
		tickUntil(seen, Change.SESSION, Change.SESSION, Change.ATTEMPT);
		write("tokens.json", "{  }");
		tickUntil(seen, Change.SESSION, Change.SESSION, Change.ATTEMPT, Change.SESSION);
		subscription.dispose();
	}

	/**
	 * What was requested arrives a little later.
	 */
	private void tickUntil(List<Change> seen, Change... expected) {
		Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> {
			tick();
			assertThat(seen).containsExactly(expected);
		});
	}

	@Test
	void thatReplaceAFileByOneOfTheSameSizeAreSeen() {
		this.store.save(Samples.session("a")).block(TIMEOUT);
		StepVerifier.create(this.store.changes())
			.then(this::tick)
			.expectNext(Change.SESSION)
			.then(() -> this.store.save(Samples.session("b")).block(TIMEOUT))
			.then(this::tick)
			.expectNext(Change.SESSION)
			.thenCancel()
			.verify(TIMEOUT);
	}

	@Test
	void thatRemoveWhatCameSinceTheLastLookAreSeenByThoseWhoSawIt() {
		StepVerifier.create(this.store.changes())
			.then(() -> this.store.save(Samples.session("a")).block(TIMEOUT))
			.then(() -> delete("tokens.json"))
			.then(this::tick)
			.expectNext(Change.SESSION)
			.then(() -> write("tokens.json", "{}"))
			.then(() -> this.store.load().block(TIMEOUT))
			.then(() -> delete("tokens.json"))
			.then(this::tick)
			.expectNext(Change.SESSION)
			.then(() -> this.store.load().block(TIMEOUT))
			.then(this::tick)
			.then(() -> write("login_attempt.json", "{}"))
			.then(this::tick)
			.expectNext(Change.ATTEMPT)
			.thenCancel()
			.verify(TIMEOUT);
	}

	@Test
	void thatASlowSubscriberMissesAreSignalledLater() {
		StepVerifier.create(this.store.changes(), 0)
			.then(this::tick)
			.then(() -> write("tokens.json", "{}"))
			.then(this::tick)
			.then(this::tick)
			.thenRequest(1)
			.then(this::tick)
			.expectNext(Change.SESSION)
			.thenCancel()
			.verify(TIMEOUT);
	}

	@Test
	void areStillSeenAfterTheFilesCouldNotBeLookedAt() {
		StepVerifier.create(this.store.changes())
			.then(() -> write("login_attempt.json", "{}"))
			.then(this::tick)
			.expectNext(Change.ATTEMPT)
			.then(() -> write("login_attempt.json", "{ }"))
			.then(() -> move(this.directory, this.directory.resolveSibling("away")))
			.then(() -> linkToItself(this.directory))
			.then(this::tick)
			.then(() -> delete(""))
			.then(() -> move(this.directory.resolveSibling("away"), this.directory))
			.then(this::tick)
			.expectNext(Change.ATTEMPT)
			.thenCancel()
			.verify(TIMEOUT);
	}

	/**
	 * An exception would take more than a kilobyte.
	 */
	@Test
	void costNoExceptionWhileThereIsNoFile() throws IOException {
		StoreFile absent = new StoreFile(this.directory.resolve("absent"), FilePermissions.of(this.directory),
				Samples.CLOCK);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		absent.stamp();
		long thread = Thread.currentThread().getId();
		long before = threads.getThreadAllocatedBytes(thread);
		for (int i = 0; i < 1000; i++) {
			absent.stamp();
		}
		assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(500_000);
	}

	@Test
	void ofAFileThatWasAbsentAreSeen() throws IOException {
		StoreFile file = new StoreFile(this.directory.resolve("file"), FilePermissions.of(this.directory),
				Samples.CLOCK);
		StoreFile.Stamp absent = file.stamp();
		assertThat(file.stamp()).isEqualTo(absent);
		write("file", "1");
		StoreFile.Stamp present = file.stamp();
		assertThat(present).isNotEqualTo(absent);
		delete("file");
		assertThat(file.stamp()).isEqualTo(absent);
		write("file", "2");
		assertThat(file.stamp()).isNotIn(absent, present);
	}

	private void tick() {
		this.watcher.tick();
	}

	private void write(String name, String content) {
		try {
			Files.writeString(this.directory.resolve(name), content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void delete(String name) {
		try {
			Files.delete(this.directory.resolve(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void linkToItself(Path path) {
		try {
			Files.createSymbolicLink(path, path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void move(Path from, Path to) {
		try {
			Files.move(from, to);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
