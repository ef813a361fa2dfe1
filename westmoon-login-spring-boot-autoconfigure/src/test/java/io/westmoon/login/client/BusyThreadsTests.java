package io.westmoon.login.client;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.westmoon.login.LoginRejectedException;
import io.westmoon.login.LoginRequiredException;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import io.westmoon.login.store.InMemorySessionStore;
import io.westmoon.login.store.file.FileSessionStore;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Callers that block and listeners that hang, as many as there are threads.
 */
class BusyThreadsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	private final CountDownLatch end = new CountDownLatch(1);

	private final Disposable.Composite calls = Disposables.composite();

	private WestmoonAuthClient client;

	@TempDir
	private Path directory;

	@AfterEach
	void stop() {
		this.end.countDown();
		this.calls.dispose();
		if (this.client != null) {
			this.client.close();
		}
		this.server.close();
	}

	@Test
	void callersThatBlockOnElasticThreadsDoNotKeepTheLoginFromBeginning() {
		open(new InMemorySessionStore());
		int callers = Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE;
		CountDownLatch begun = new CountDownLatch(callers);
		List<CompletableFuture<WestmoonSession>> sessions = IntStream.range(0, callers)
			.mapToObj((i) -> Mono.fromCallable(() -> {
				begun.countDown();
				assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
				return this.client.session(Duration.ofSeconds(20)).block();
			}).subscribeOn(Schedulers.boundedElastic()).toFuture())
			.toList();
		this.server.awaitCode(TIMEOUT);
		this.server.scanAndConfirm();
		assertThat(sessions).allSatisfy((session) -> assertThat(session).succeedsWithin(TIMEOUT));
	}

	@Test
	void whoeverDoesNotWaitHearsUntilWhenTheCoolDownHolds() {
		open(new FileSessionStore("default", this.directory.resolve("store"), Clock.systemUTC()));
		CompletableFuture<WestmoonSession> login = this.client.login().toFuture();
		this.server.awaitCode(TIMEOUT);
		this.server.reject();
		assertThat(login).failsWithin(TIMEOUT)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(LoginRejectedException.class);
		Throwable error = catchThrowable(() -> this.client.session(Duration.ZERO).block(TIMEOUT));
		assertThat(error).isInstanceOf(LoginRequiredException.class)
			.hasMessageContaining("The next code is asked for after");
	}

	@Test
	void whoeverFailsDoesNotCarryTheTracesOfOthers() {
		open(new InMemorySessionStore());
		List<CompletableFuture<Throwable>> callers = IntStream.range(0, 8)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> catchThrowable(() -> this.client.session().block()),
					(task) -> new Thread(task).start()))
			.toList();
		this.server.awaitCode(TIMEOUT);
		while (this.client.status().waiting() < 8) {
			Thread.onSpinWait();
		}
		this.server.reject();
		List<Throwable> errors = callers.stream()
			.map((caller) -> caller.orTimeout(10, TimeUnit.SECONDS).join())
			.toList();
		assertThat(errors).allSatisfy((error) -> assertThat(error.getSuppressed()).hasSizeLessThan(2));
	}

	@Test
	void aListenerThatHangsDoesNotHoldUpALoginHoweverManyFollowTheEvents() {
		WestmoonAuthClientBuilder builder = builder(
				new FileSessionStore("default", this.directory.resolve("store"), Clock.systemUTC()));
		builder.listener((event) -> hang());
		this.client = builder.build();
		this.server.autoConfirm(true);
		for (int i = 0; i < Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE + 5; i++) {
			assertThat(this.client.login().toFuture()).as("login %d", i).succeedsWithin(TIMEOUT);
			this.calls.add(this.client.events().subscribe());
		}
	}

	private void open(SessionStore store) {
		this.client = builder(store).build();
	}

	private WestmoonAuthClientBuilder builder(SessionStore store) {
		return DefaultWestmoonAuthClient.builder()
			.platform(WebClientWestmoonPlatform.builder().baseUrl(this.server.url()).build())
			.store(store)
			.pollInterval(Duration.ofMillis(50));
	}

	private void hang() {
		try {
			assertThat(this.end.await(120, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
