package io.westmoon.login.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * A session is revoked while calls are on their way. All but one in ten are refused at
 * once, the rest after all others are answered: a straggler must not begin another login.
 */
final class Storm implements Measurement {

	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	private static final int MAX_CONNECTIONS = 2_000;

	private static final Duration SHORT = Duration.ofMillis(50);

	private static final Duration LONG = Duration.ofSeconds(2);

	private final StormServer server = new StormServer();

	@Override
	public String measure() throws Exception {
		try (this.server) {
			for (int i = 0; i < Effort.of(2, 1); i++) {
				for (StormArm arm : StormArm.values()) {
					storm(arm, 1_000, HttpMethod.GET, SHORT);
					storm(arm, Effort.of(10_000, 10), HttpMethod.POST, SHORT);
				}
			}
			List<String> tables = new ArrayList<>();
			tables.add("A login takes 2 s, `GET`:\n\n" + table(HttpMethod.GET, LONG, Effort.of(2, 1)));
			if (!Effort.isShort()) {
				tables.add("A login takes 2 s, `POST`:\n\n" + table(HttpMethod.POST, LONG, 1));
			}
			tables.add("A login takes 50 ms, `GET`:\n\n" + table(HttpMethod.GET, SHORT, Effort.of(5, 1)));
			tables.add("A login takes 50 ms, `POST`:\n\n" + table(HttpMethod.POST, SHORT, Effort.of(3, 1)));
			return String.join("\n\n", tables);
		}
	}

	private MarkdownTable table(HttpMethod method, Duration login, int rounds) throws Exception {
		MarkdownTable table = new MarkdownTable("calls", "with", "logins", "failures", "sends a call",
				"logins by stragglers", "drain, ms", "drain ÷ plain sending");
		for (int calls : new int[] { 10, 100, 1_000, 10_000 }) {
			Map<StormArm, List<Outcome>> outcomes = new EnumMap<>(StormArm.class);
			for (int i = 0; i < rounds; i++) {
				for (StormArm arm : StormArm.values()) {
					outcomes.computeIfAbsent(arm, (any) -> new ArrayList<>()).add(storm(arm, calls, method, login));
				}
			}
			outcomes.forEach((arm, seen) -> row(table, calls, arm, seen));
		}
		return table;
	}

	private static void row(MarkdownTable table, int calls, StormArm arm, List<Outcome> seen) {
		double logins = most(seen, Outcome::logins);
		double failures = most(seen, Outcome::failures);
		double sends = most(seen, Outcome::sends);
		double stragglers = most(seen, Outcome::byStragglers);
		Quartiles drain = Quartiles.of(seen.stream().mapToDouble(Outcome::drain).toArray());
		table.row(MarkdownTable.number(calls, 0), arm.title(), judged(arm, 0, logins, 1), judged(arm, 0, failures, 0),
				judged(arm, 2, sends, 2), judged(arm, 0, stragglers, 0),
				MarkdownTable.number(Quartiles.of(seen.stream().mapToDouble(Outcome::millis).toArray()).median(), 1),
				(arm != StormArm.WESTMOON) ? drain.text(2) : MarkdownTable.atMost(drain.text(2), drain.median(), 2));
	}

	private static double most(List<Outcome> seen, ToDoubleFunction<Outcome> figure) {
		return seen.stream().mapToDouble(figure).max().orElseThrow();
	}

	private static String judged(StormArm arm, int decimals, double figure, double atMost) {
		String text = MarkdownTable.number(figure, decimals);
		return (arm == StormArm.WESTMOON) ? MarkdownTable.atMost(text, figure, atMost) : text;
	}

	private Outcome storm(StormArm arm, int number, HttpMethod method, Duration delay) throws Exception {
		int late = (int) IntStream.range(0, number).filter(StormServer::isLate).count();
		ConnectionProvider pool = ConnectionProvider.builder("storm")
			.maxConnections(MAX_CONNECTIONS)
			.pendingAcquireMaxCount(-1)
			.pendingAcquireTimeout(TIMEOUT)
			.build();
		WebClient plain = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create(pool)))
			.baseUrl(this.server.url())
			.build();
		TokenIssuer issuer = new TokenIssuer(delay);
		try (StormArm.Keeper keeper = arm.open(issuer, this.server.url())) {
			double sending = plainNanos(plain, number - late, method);
			StormServer.Storm storm = this.server.begin(number - late);
			Calls calls = new Calls(number - late, late);
			calls.send(keeper.client(plain), method);
			await(() -> storm.held() >= Math.min(number, MAX_CONNECTIONS));
			issuer.revoke();
			storm.revoke();
			calls.early.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
			double drain = calls.lastEarly.get() - Math.max(issuer.firstIssued(), storm.lastRefused());
			int logins = issuer.logins();
			storm.refuseLate();
			calls.late.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
			int failures = calls.failures.get() + (int) (calls.early.getCount() + calls.late.getCount());
			return new Outcome(logins, failures, storm.sent() / (double) number, issuer.logins() - logins, drain / 1e6,
					drain / sending);
		}
		finally {
			pool.disposeLater().block(TIMEOUT);
		}
	}

	/**
	 * How long it takes to send as many calls without any of that, over connections that
	 * are open. The best of some, so that it flatters nobody.
	 */
	private static double plainNanos(WebClient plain, int number, HttpMethod method) {
		double best = Double.MAX_VALUE;
		for (int i = 0; i < 4; i++) {
			long begin = System.nanoTime();
			Mono.when(IntStream.range(0, number).mapToObj((call) -> call(plain, method, call)).toList()).block(TIMEOUT);
			best = Math.min(best, System.nanoTime() - begin);
		}
		return best;
	}

	private static Mono<String> call(WebClient client, HttpMethod method, int number) {
		WebClient.RequestBodySpec call = client.method(method)
			.uri("/api/products")
			.header(StormServer.NUMBER, String.valueOf(number));
		return ((method == HttpMethod.POST) ? call.bodyValue("{\"keyword\":\"tea\"}") : call).retrieve()
			.bodyToMono(String.class);
	}

	private static void await(BooleanSupplier condition) throws InterruptedException {
		long end = System.nanoTime() + TIMEOUT.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > end) {
				throw new IllegalStateException("The calls did not arrive");
			}
			Thread.sleep(1);
		}
	}

	/**
	 * The calls of one storm.
	 */
	private static final class Calls {

		private final CountDownLatch early;

		private final CountDownLatch late;

		private final AtomicLong lastEarly = new AtomicLong(Long.MIN_VALUE);

		private final AtomicInteger failures = new AtomicInteger();

		private final int number;

		Calls(int early, int late) {
			this.early = new CountDownLatch(early);
			this.late = new CountDownLatch(late);
			this.number = early + late;
		}

		void send(WebClient client, HttpMethod method) {
			for (int i = 0; i < this.number; i++) {
				boolean isLate = StormServer.isLate(i);
				call(client, method, i).doOnError((error) -> this.failures.incrementAndGet())
					.onErrorComplete()
					.doFinally((signal) -> ended(isLate))
					.subscribe();
			}
		}

		private void ended(boolean isLate) {
			if (isLate) {
				this.late.countDown();
			}
			else {
				this.lastEarly.accumulateAndGet(System.nanoTime(), Math::max);
				this.early.countDown();
			}
		}

	}

	/**
	 * What came of one storm.
	 *
	 * @param logins how often the issuer was asked
	 * @param failures how many calls failed
	 * @param sends how often a call reached the server, on average
	 * @param byStragglers how often the issuer was asked for late refusals
	 * @param millis the time from when there was a new token and all but the late calls
	 * were refused until these were answered
	 * @param drain that time as a multiple of that of sending them
	 */
	private record Outcome(int logins, int failures, double sends, int byStragglers, double millis, double drain) {
	}

}
