package io.westmoon.login.store.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.westmoon.login.SessionStore.Change;
import io.westmoon.login.store.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

import static io.westmoon.login.store.Samples.TIMEOUT;

class FileChangePollerTests {

	@TempDir
	private Path directory;

	private final ChangeWatcher watcher = new ChangeWatcher(Runnable::run, Duration.ofDays(1));

	private FileSessionStore store;

	@BeforeEach
	void open() {
		this.store = new FileSessionStore("default", this.directory, Samples.CLOCK, this.watcher, FileIo.TIMEOUT);
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
			.then(() -> loop("login_attempt.json"))
			.then(() -> write("tokens.json", "{}"))
			.then(this::tick)
			.then(() -> delete("login_attempt.json"))
			.then(this::tick)
			.expectNext(Change.SESSION)
			.thenCancel()
			.verify(TIMEOUT);
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

	private void loop(String name) {
		try {
			Files.createSymbolicLink(this.directory.resolve(name), Path.of(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
