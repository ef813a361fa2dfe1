package io.westmoon.login.processes;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import io.westmoon.login.store.file.FileSessionStore;
import io.westmoon.login.test.WestmoonPlatformServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replicas whose clocks differ by more than a code lives.
 */
class SkewedClocksTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	@TempDir
	private Path directory;

	@AfterEach
	void stop() {
		this.server.close();
	}

	private WestmoonAuthClient client(Duration ahead) {
		Clock clock = Clock.offset(Clock.systemUTC(), ahead);
		return DefaultWestmoonAuthClient.builder()
			.platform(WebClientWestmoonPlatform.builder().baseUrl(this.server.url()).clock(clock).build())
			.store(FileSessionStore.open("default", this.directory.toString(), clock))
			.clock(clock)
			.pollInterval(Duration.ofMillis(20))
			.build();
	}

	@ParameterizedTest
	@ValueSource(longs = { -10, 10 })
	void oneCodeServesBothAndALogoutStaysOne(long minutes) {
		try (WestmoonAuthClient right = client(Duration.ZERO);
				WestmoonAuthClient wrong = client(Duration.ofMinutes(minutes))) {
			CompletableFuture<WestmoonSession> call = right.session().toFuture();
			awaitShown(wrong);
			CompletableFuture<WestmoonSession> other = wrong.session().toFuture();
			Awaitility.await().atMost(TIMEOUT).until(() -> wrong.status().waiting() == 1);
			this.server.scanAndConfirm();
			assertThat(call).succeedsWithin(TIMEOUT);
			assertThat(other).succeedsWithin(TIMEOUT);
			assertThat(this.server.codes()).isOne();
			right.logout().block(TIMEOUT);
			Awaitility.await().atMost(TIMEOUT).until(() -> wrong.currentSession() == null);
			CompletableFuture<WestmoonSession> again = wrong.login().toFuture();
			Awaitility.await().atMost(TIMEOUT).until(() -> this.server.codes() == 2);
			this.server.scanAndConfirm();
			assertThat(again).succeedsWithin(TIMEOUT);
			assertThat(right.session().toFuture()).succeedsWithin(TIMEOUT);
			assertThat(this.server.codes()).isEqualTo(2);
		}
	}

	/**
	 * Ahead of the others, a code is over as soon as it is seen. Whoever takes it over
	 * asks for one of its own, and for no more.
	 */
	@ParameterizedTest
	@ValueSource(longs = { -10, 10 })
	void whoTakesOverNeedsOneMoreCodeAtMost(long minutes) {
		int codes = (minutes > 0) ? 2 : 1;
		CompletableFuture<WestmoonSession> other;
		try (WestmoonAuthClient wrong = client(Duration.ofMinutes(minutes))) {
			try (WestmoonAuthClient right = client(Duration.ZERO)) {
				right.session().toFuture();
				awaitShown(right);
				other = wrong.session().toFuture();
				Awaitility.await().atMost(TIMEOUT).until(() -> wrong.status().waiting() == 1);
			}
			Awaitility.await().atMost(TIMEOUT).until(() -> this.server.codes() == codes);
			this.server.scanAndConfirm();
			assertThat(other).succeedsWithin(TIMEOUT);
			assertThat(this.server.codes()).isEqualTo(codes);
		}
	}

	private static void awaitShown(WestmoonAuthClient client) {
		Awaitility.await().atMost(TIMEOUT).until(() -> {
			LoginStatus.Attempt attempt = client.status().attempt();
			return attempt != null && attempt.state() == AttemptState.SHOWN;
		});
	}

}
