package io.westmoon.login.client;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.AttemptState;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.InMemorySessionStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Callers are strangers to one another: what one of them throws, blocks or adds to its
 * exception does not reach the others. On real threads.
 */
@Timeout(60)
class CallersTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final ScriptedPlatform platform = new ScriptedPlatform(Clock.systemUTC());

	private final FaultyStore store = new FaultyStore(new InMemorySessionStore());

	private final WestmoonAuthClient client = build();

	private WestmoonAuthClient build() {
		this.platform.pollInterval = Duration.ofMillis(500);
		return DefaultWestmoonAuthClient.builder().platform(this.platform).store(this.store).build();
	}

	@AfterEach
	void close() {
		this.client.close();
		Hooks.resetOnOperatorDebug();
	}

	@Test
	void anErrorInOneCallersContinuationHarmsNoOther() throws Exception {
		List<CompletableFuture<WestmoonSession>> others = new ArrayList<>();
		others.add(this.client.session().toFuture());
		this.client.session().map((session) -> {
			throw new NoClassDefFoundError("com/example/Missing");
		}).subscribe((value) -> {
		}, (error) -> {
		});
		others.add(this.client.session().toFuture());
		confirm();
		for (CompletableFuture<WestmoonSession> other : others) {
			assertThat(other).succeedsWithin(TIMEOUT);
		}
		assertThat(this.client.session().toFuture()).succeedsWithin(TIMEOUT);
	}

	@Test
	void aCallerMayBlockAndKeepsNoOtherFromHearing() throws Exception {
		int callers = 4 * Schedulers.DEFAULT_POOL_SIZE;
		CountDownLatch all = new CountDownLatch(callers);
		List<CompletableFuture<Boolean>> calls = new ArrayList<>();
		for (int i = 0; i < callers; i++) {
			calls.add(this.client.session().map((session) -> {
				all.countDown();
				return Mono.fromCallable(() -> all.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).block();
			}).toFuture());
		}
		confirm();
		for (CompletableFuture<Boolean> call : calls) {
			assertThat(call).succeedsWithin(TIMEOUT).isEqualTo(true);
		}
	}

	@Test
	void callersThatBlockKeepNoLoginFromGoingOn() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		try {
			for (int i = 0; i < 2 * Schedulers.DEFAULT_POOL_SIZE; i++) {
				this.client.session().map((session) -> {
					try {
						return release.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
					}
					catch (InterruptedException ex) {
						throw new IllegalStateException(ex);
					}
				}).subscribe();
			}
			confirm();
			assertThat(this.client.session().toFuture()).succeedsWithin(TIMEOUT);
			this.client.logout().block(TIMEOUT);
			CompletableFuture<WestmoonSession> login = this.client.login().toFuture();
			confirm();
			assertThat(login).succeedsWithin(TIMEOUT);
		}
		finally {
			release.countDown();
		}
	}

	@Test
	void nothingOfOneCallersRequestShowsInTheExceptionOfAnother() {
		this.store.onLoad = (load) -> Mono.delay(Duration.ofMillis(300))
			.then(Mono.error(new SessionStoreException("The disk is broken", null)));
		Hooks.onOperatorDebug();
		WestmoonAuthClient failing = build();
		List<CompletableFuture<WestmoonSession>> calls = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			calls.add(failing.session().checkpoint("GET /customers/" + i).toFuture());
		}
		for (int i = 0; i < calls.size(); i++) {
			CompletableFuture<WestmoonSession> call = calls.get(i);
			String own = "/customers/" + i;
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> call.get(20, TimeUnit.SECONDS))
				.satisfies(
						(error) -> assertThat(stackTrace(error).lines().filter((line) -> line.contains("/customers/")))
							.allMatch((line) -> line.contains(own)));
		}
		failing.close();
	}

	@Test
	void theClientCanBeClosedOnAThreadThatMustNotBlock() {
		Mono<String> closing = Mono.fromCallable(() -> {
			this.client.close();
			return "closed";
		}).subscribeOn(Schedulers.parallel());
		assertThat(closing.block(TIMEOUT)).isEqualTo("closed");
	}

	private void confirm() {
		int before = this.platform.codes.size();
		Mono.fromSupplier(() -> this.platform.codes.size() > 0 && this.store.attempt().block() != null
				&& this.store.attempt().block().state() == AttemptState.SHOWN)
			.subscribeOn(Schedulers.boundedElastic())
			.filter(Boolean::booleanValue)
			.repeatWhenEmpty(400, (tries) -> tries.delayElements(Duration.ofMillis(25)))
			.block(TIMEOUT);
		assertThat(this.platform.codes.size()).isGreaterThanOrEqualTo(before);
		this.platform.confirmAs("u1");
	}

	private static String stackTrace(Throwable error) {
		StringWriter out = new StringWriter();
		error.printStackTrace(new PrintWriter(out));
		return out.toString();
	}

}
