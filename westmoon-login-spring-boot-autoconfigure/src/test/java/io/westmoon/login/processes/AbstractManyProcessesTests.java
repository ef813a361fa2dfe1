package io.westmoon.login.processes;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.AttemptState;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real processes that share one store, and are really stopped and killed.
 */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows knows no SIGSTOP")
abstract class AbstractManyProcessesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	private final List<Child> children = new ArrayList<>();

	private SessionStore store;

	/**
	 * Opens the empty store.
	 */
	abstract SessionStore open();

	/**
	 * Returns where the store is, for {@link SharedStores#open}.
	 */
	abstract String place();

	@BeforeEach
	void openStore() {
		this.store = open();
	}

	@AfterEach
	void stop() {
		this.children.forEach(Child::kill);
		this.server.close();
	}

	@Test
	void processesThatNeedASessionAtTheSameTimeShareOneCode() {
		for (int i = 0; i < 4; i++) {
			start();
		}
		this.children.forEach((child) -> child.await("WAITS"));
		this.server.awaitCode(TIMEOUT);
		this.server.scanAndConfirm();
		String session = this.children.get(0).await("SESSION");
		assertThat(this.children).allSatisfy((child) -> {
			assertThat(child.await("SESSION")).isEqualTo(session);
			assertThat(child.await("CHECKED")).isEqualTo("CHECKED VALID");
		});
		assertThat(this.children).filteredOn((child) -> child.hasSaid("DRIVES")).hasSize(1);
		assertThat(this.server.codes()).isEqualTo(1);
		assertThat(session).isEqualTo("SESSION " + this.store.load().block(TIMEOUT).accessToken());
	}

	@Test
	void theCodeOfAKilledProcessIsFinishedByAnother() throws Exception {
		Child holder = start();
		holder.await("DRIVES");
		Child other = start();
		other.await("WAITS");
		this.server.scan();
		awaitState(AttemptState.SCANNED);
		assertThat(other.hasSaid("DRIVES")).isFalse();
		holder.kill();
		assertThat(holder.process.exitValue()).as("Killed by signal 9").isEqualTo(128 + 9);
		other.await("DRIVES");
		this.server.confirm();
		assertThat(other.await("SESSION")).isEqualTo("SESSION " + this.store.load().block(TIMEOUT).accessToken());
		assertThat(other.await("CHECKED")).isEqualTo("CHECKED VALID");
		assertThat(holder.hasSaid("SESSION")).isFalse();
		assertThat(this.server.codes()).isEqualTo(1);
	}

	/**
	 * The holder has a session of its own, which is not saved yet, when it is suspended.
	 * It waits for the platform then: if it were suspended while it writes, nobody could
	 * write, and everybody would be told so.
	 */
	@Test
	void aProcessThatWasSuspendedDoesNotOverwriteANewerSession() throws Exception {
		Child holder = start();
		holder.await("DRIVES");
		Child other = start();
		other.await("WAITS");
		this.server.fail(Call.INFO, Fault.delay(Duration.ofSeconds(10)), 1);
		this.server.scanAndConfirm();
		awaitState(AttemptState.CONFIRMED);
		this.server.awaitCalls(Call.INFO, 1, TIMEOUT);
		signal("STOP", holder);
		WestmoonSession older = this.store.attempt().block(TIMEOUT).confirmed();
		assertThat(older).as("The session that was not saved yet").isNotNull();
		assertThat(this.store.load().block(TIMEOUT)).isNull();
		WestmoonSession newer = WestmoonSession.received(this.server.issueSession(), "", "Bearer", Duration.ofDays(7),
				Clock.systemUTC());
		assertThat(this.store.save(newer).block(TIMEOUT)).isTrue();
		assertThat(other.await("SESSION")).isEqualTo("SESSION " + newer.accessToken());
		signal("CONT", holder);
		assertThat(holder.await("SESSION")).isEqualTo("SESSION " + newer.accessToken());
		assertThat(holder.await("CHECKED")).isEqualTo("CHECKED VALID");
		awaitState(AttemptState.ACCEPTED);
		assertThat(this.store.load().block(TIMEOUT).accessToken()).isEqualTo(newer.accessToken());
		assertThat(this.server.codes()).isEqualTo(1);
	}

	private void awaitState(AttemptState state) {
		Flux.interval(Duration.ofMillis(50))
			.onBackpressureDrop()
			.concatMap((tick) -> this.store.attempt())
			.filter((attempt) -> attempt.state() == state)
			.blockFirst(TIMEOUT);
	}

	private static void signal(String name, Child child) throws Exception {
		Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(child.process.pid())).start();
		assertThat(kill.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(kill.exitValue()).isZero();
	}

	private Child start() {
		try {
			Child child = new Child(
					new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
							"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
							SessionProcess.class.getName(), this.server.url(), place())
						.redirectErrorStream(true)
						.start());
			this.children.add(child);
			return child;
		}
		catch (IOException ex) {
			throw new AssertionError("Cannot start a process", ex);
		}
	}

	/**
	 * A process and what it has said so far.
	 */
	private static final class Child {

		private final Process process;

		private final List<String> lines = new ArrayList<>();

		private final Thread reader;

		Child(Process process) {
			this.process = process;
			this.reader = new Thread(this::read, "reader of process " + process.pid());
			this.reader.setDaemon(true);
			this.reader.start();
		}

		/**
		 * Returns when the process is gone: until then it may still write.
		 */
		void kill() {
			assertThat(this.process.destroyForcibly().onExit()).succeedsWithin(TIMEOUT);
		}

		private void read() {
			try (BufferedReader output = this.process.inputReader()) {
				for (String line = output.readLine(); line != null; line = output.readLine()) {
					synchronized (this.lines) {
						this.lines.add(line);
						this.lines.notifyAll();
					}
				}
			}
			catch (IOException ex) {
				throw new AssertionError("Cannot read what a process says", ex);
			}
		}

		boolean hasSaid(String beginning) {
			synchronized (this.lines) {
				return this.lines.stream().anyMatch((line) -> line.startsWith(beginning));
			}
		}

		String await(String beginning) {
			long end = System.nanoTime() + TIMEOUT.toNanos();
			synchronized (this.lines) {
				for (long left = TIMEOUT.toMillis(); left > 0; left = TimeUnit.NANOSECONDS
					.toMillis(end - System.nanoTime())) {
					for (String line : this.lines) {
						if (line.startsWith(beginning)) {
							return line;
						}
					}
					waitForLine(left);
				}
				throw new AssertionError("A process did not say " + beginning + " but " + this.lines
						+ ", reader alive: " + this.reader.isAlive());
			}
		}

		private void waitForLine(long millis) {
			try {
				this.lines.wait(millis);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new AssertionError("Interrupted", ex);
			}
		}

	}

}
