package io.westmoon.login.benchmark;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.ScanResult;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.http.AllowedOrigins;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.store.InMemorySessionStore;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

/**
 * Prints what calls cost that wait for a login: the heap of each beyond that of a call
 * that is not answered, and how long it takes until all are answered once the login has
 * ended, compared with sending the same calls without the filter. Also counts how many of
 * 10,000 refused calls fail with the default settings.
 */
public final class WaitingCalls {

	private static final Duration TIMEOUT = Duration.ofMinutes(2);

	private static final int ROUNDS = 15;

	private final ConnectionProvider connections = ConnectionProvider.builder("benchmark")
		.maxConnections(500)
		.pendingAcquireMaxCount(-1)
		.pendingAcquireTimeout(TIMEOUT)
		.build();

	private final DisposableServer server = HttpServer.create().host("127.0.0.1").port(0).handle((request, response) -> {
		boolean dead = "Bearer dead".equals(request.requestHeaders().get("Authorization"));
		return response.status(dead ? 401 : 200).sendString(Mono.just("{\"code\":0}"));
	}).bindNow();

	private final String url = "http://127.0.0.1:" + this.server.port();

	private final WebClient plain = WebClient.builder()
		.clientConnector(new ReactorClientHttpConnector(HttpClient.create(this.connections)))
		.baseUrl(this.url)
		.build();

	private WaitingCalls() {
	}

	/**
	 * Measures and prints.
	 * @param args ignored
	 */
	public static void main(String[] args) {
		heap();
		WaitingCalls calls = new WaitingCalls();
		for (int number : new int[] { 1_000, 10_000 }) {
			calls.drain(number);
		}
		calls.refuse(10_000);
		calls.connections.dispose();
		calls.server.disposeNow(Duration.ofSeconds(5));
	}

	private static void heap() {
		int number = 10_000;
		WebClient.Builder unanswered = WebClient.builder()
			.baseUrl("http://localhost")
			.exchangeFunction((request) -> Mono.never());
		try (Login login = new Login(null)) {
			WebClient waiting = unanswered.clone().filter(login.filter("http://localhost")).build();
			heap(unanswered.build(), number);
			heap(waiting, number);
			long without = heap(unanswered.build(), number);
			long with = heap(waiting, number);
			System.out.printf("Heap of a waiting call: %d bytes, of a call without an answer: %d bytes, difference: %d%n",
					with, without, with - without);
		}
	}

	private static long heap(WebClient client, int number) {
		Disposable[] calls = new Disposable[number];
		long before = used();
		for (int i = 0; i < number; i++) {
			calls[i] = client.get().uri("/api/products").retrieve().bodyToMono(String.class).subscribe();
		}
		long after = used();
		for (Disposable call : calls) {
			call.dispose();
		}
		return (after - before) / number;
	}

	private static long used() {
		long used = Long.MAX_VALUE;
		for (int i = 0; i < 5; i++) {
			System.gc();
			used = Math.min(used, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
		}
		return used;
	}

	private void drain(int number) {
		double[] ratios = new double[ROUNDS];
		for (int i = -3; i < ROUNDS; i++) {
			double without = send(number);
			double with = waitAndSend(number);
			if (i >= 0) {
				ratios[i] = with / without;
			}
		}
		Arrays.sort(ratios);
		System.out.printf("%d calls that waited: answered in %.2f times the time of sending them (quartiles %.2f and"
				+ " %.2f)%n", number, ratios[ROUNDS / 2], ratios[ROUNDS / 4], ratios[3 * ROUNDS / 4]);
	}

	private double send(int number) {
		long begin = System.nanoTime();
		Mono.when(calls(this.plain, number)).block(TIMEOUT);
		return System.nanoTime() - begin;
	}

	private double waitAndSend(int number) {
		try (Login login = new Login(null)) {
			WebClient client = this.plain.mutate().filter(login.filter(this.url)).build();
			Mono<Void> all = Mono.when(calls(client, number));
			var answered = all.toFuture();
			login.awaitWaiting(number);
			long begin = System.nanoTime();
			login.confirm();
			Mono.fromFuture(answered).block(TIMEOUT);
			return System.nanoTime() - begin;
		}
	}

	/**
	 * All calls are sent with a session that has died.
	 */
	private void refuse(int number) {
		try (Login login = new Login("dead")) {
			WebClient client = this.plain.mutate().filter(login.filter(this.url)).build();
			AtomicInteger failed = new AtomicInteger();
			var answered = Mono.when(calls(client, number).stream()
				.map((call) -> call.doOnError((error) -> failed.incrementAndGet()).onErrorComplete())
				.toList()).toFuture();
			login.awaitWaiting(number - failed.get());
			login.confirm();
			Mono.fromFuture(answered).block(TIMEOUT);
			System.out.printf("%d refused calls with the default settings: %d failed%n", number, failed.get());
		}
	}

	private static List<Mono<String>> calls(WebClient client, int number) {
		return IntStream.range(0, number)
			.mapToObj((call) -> client.get().uri("/api/products").retrieve().bodyToMono(String.class))
			.toList();
	}

	/**
	 * A login that ends when it is told to.
	 */
	private static final class Login implements WestmoonPlatform, AutoCloseable {

		private final WestmoonAuthClient client;

		private volatile boolean confirmed;

		Login(String session) {
			InMemorySessionStore store = new InMemorySessionStore();
			if (session != null) {
				store.save(session(session)).block(TIMEOUT);
			}
			this.client = DefaultWestmoonAuthClient.builder()
				.platform(this)
				.store(store)
				.pollInterval(Duration.ofMillis(1))
				.build();
		}

		WestmoonBearerTokenFilter filter(String url) {
			return new WestmoonBearerTokenFilter(this.client, AllowedOrigins.of(List.of(url)));
		}

		void confirm() {
			this.confirmed = true;
		}

		void awaitWaiting(int number) {
			long end = System.nanoTime() + TIMEOUT.toNanos();
			while (this.client.status().waiting() < number) {
				if (System.nanoTime() > end) {
					throw new IllegalStateException("Only " + this.client.status().waiting() + " calls wait");
				}
				Thread.onSpinWait();
			}
		}

		private static WestmoonSession session(String token) {
			return WestmoonSession.received(token, "refresh", "Bearer", Duration.ofDays(1), Clock.systemUTC());
		}

		@Override
		public Mono<LoginQrCode> requestCode() {
			return Mono.fromSupplier(
					() -> LoginQrCode.withoutImage("scan", Instant.now(), LoginQrCode.DEFAULT_POLL_INTERVAL));
		}

		@Override
		public Mono<ScanResult> poll(String scanToken) {
			return Mono.fromSupplier(
					() -> this.confirmed ? new ScanResult(ScanStatus.CONFIRMED, "confirmed", session("good"))
					: new ScanResult(ScanStatus.WAITING, "waiting", null));
		}

		@Override
		public Mono<SessionCheck> check(WestmoonSession session) {
			return Mono.fromSupplier(() -> session.accessToken().equals("dead") ? SessionCheck.rejected(Instant.now())
					: SessionCheck.valid(WestmoonUser.of(Map.of("id", "1")), Instant.now()));
		}

		@Override
		public void close() {
			this.client.close();
		}

	}

}
