package io.westmoon.login.processes;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
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

	private final List<ChildProcess> children = new ArrayList<>();

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
		this.children.forEach(ChildProcess::kill);
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
	void theCodeOfAKilledProcessIsFinishedByAnother() {
		ChildProcess holder = start();
		holder.await("DRIVES");
		ChildProcess other = start();
		other.await("WAITS");
		this.server.scan();
		awaitState(AttemptState.SCANNED);
		assertThat(other.hasSaid("DRIVES")).isFalse();
		holder.kill();
		assertThat(holder.exitValue()).as("Killed by signal 9").isEqualTo(128 + 9);
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
	@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
	void aProcessThatWasSuspendedDoesNotOverwriteANewerSession() {
		ChildProcess holder = start();
		holder.await("DRIVES");
		ChildProcess other = start();
		other.await("WAITS");
		this.server.fail(Call.INFO, Fault.delay(Duration.ofSeconds(10)), 1);
		this.server.scanAndConfirm();
		awaitState(AttemptState.CONFIRMED);
		this.server.awaitCalls(Call.INFO, 1, TIMEOUT);
		holder.suspend();
		WestmoonSession older = this.store.attempt().block(TIMEOUT).confirmed();
		assertThat(older).as("The session that was not saved yet").isNotNull();
		assertThat(this.store.load().block(TIMEOUT)).isNull();
		WestmoonSession newer = WestmoonSession.received(this.server.issueSession(), "", "Bearer", Duration.ofDays(7),
				Clock.systemUTC());
		assertThat(this.store.save(newer).block(TIMEOUT)).isTrue();
		assertThat(other.await("SESSION")).isEqualTo("SESSION " + newer.accessToken());
		holder.resume();
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

	private ChildProcess start() {
		ChildProcess child = ChildProcess.start(SessionProcess.class, this.server.url(), place());
		this.children.add(child);
		return child;
	}

}
