package io.westmoon.login.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.Renewal;
import io.westmoon.login.ScanResult;
import io.westmoon.login.ScanStatus;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.processes.SharedStores;
import io.westmoon.login.testsupport.RealPostgres;
import io.westmoon.login.testsupport.RealRedis;
import org.springframework.util.FileSystemUtils;
import reactor.core.publisher.Mono;

/**
 * How long a call that waits in another process waits longer than the platform's
 * confirmation: two processes need a session, and one of them shows the code.
 */
final class SecondProcess implements Measurement {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@Override
	public String measure() throws Exception {
		MarkdownTable table = new MarkdownTable("store", "ms until the process with the code goes on",
				"ms until the other one does");
		Path directory = Files.createTempDirectory("second-process");
		try {
			measure(table, "file", directory.resolve("home").toUri().toString());
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
		try (RealRedis redis = RealRedis.start()) {
			measure(table, "Redis", "redis:" + redis.port());
		}
		try (RealPostgres postgres = RealPostgres.start()) {
			postgres.createLoginTable();
			measure(table, "JDBC, PostgreSQL", postgres.url());
		}
		return table.toString();
	}

	private static void measure(MarkdownTable table, String store, String place) throws Exception {
		int rounds = Effort.of(21, 3);
		double[] first = new double[rounds];
		double[] second = new double[rounds];
		Random random = new Random(1);
		Process process = Benchmarks
			.java("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Other.class.getName(), place)
			.start();
		try (SharedStores stores = SharedStores.at(place);
				BufferedReader said = new BufferedReader(
						new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
				PrintWriter orders = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
			Scans scans = new Scans();
			try (WestmoonAuthClient client = client(scans, stores)) {
				for (int i = -3; i < rounds; i++) {
					int number = i + 4;
					scans.needed = number;
					CompletableFuture<Instant> one = need(client).toFuture();
					awaitCode(client);
					orders.println(number);
					expect(said, "WAITS");
					Thread.sleep(random.nextInt(1_000));
					scans.confirmed = number;
					Instant ended = one.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
					Instant other = Instant.parse(expect(said, "SESSION"));
					if (i >= 0) {
						first[i] = millis(scans.confirmedAt, ended);
						second[i] = millis(scans.confirmedAt, other);
					}
				}
			}
		}
		finally {
			process.destroyForcibly();
		}
		table.row(store, Quartiles.of(first).text(0), Quartiles.of(second).text(0));
	}

	private static double millis(Instant from, Instant to) {
		return from.until(to, ChronoUnit.MICROS) / 1_000.0;
	}

	private static void awaitCode(WestmoonAuthClient client) throws InterruptedException {
		long end = System.nanoTime() + TIMEOUT.toNanos();
		while (client.status().attempt() == null || client.status().attempt().codeExpiresAt() == null) {
			if (System.nanoTime() > end) {
				throw new IllegalStateException("There is no code: " + client.status());
			}
			Thread.sleep(1);
		}
	}

	private static String expect(BufferedReader said, String word) throws IOException {
		StringBuilder all = new StringBuilder();
		for (String line = said.readLine(); line != null; line = said.readLine()) {
			if (line.startsWith(word)) {
				return line.substring(word.length()).trim();
			}
			all.append(line).append('\n');
		}
		throw new IllegalStateException("The other process ended: " + all);
	}

	private static WestmoonAuthClient client(Scans scans, SharedStores stores) {
		return DefaultWestmoonAuthClient.builder()
			.platform(scans)
			.store(stores.open())
			.expectedUserId("1")
			// Sessions do not live long here.
			.earlyRejection(Duration.ZERO)
			.pollInterval(Duration.ofMillis(20))
			.build();
	}

	/**
	 * Finds out that the session is dead, and waits for another one.
	 * @return when there was one
	 */
	private static Mono<Instant> need(WestmoonAuthClient client) {
		return Mono.defer(() -> {
			WestmoonSession current = client.currentSession();
			return (current != null)
					? client.renew(current, null).map((renewal) -> ((Renewal.Renewed) renewal).session())
					: client.session();
		}).map((session) -> Instant.now());
	}

	/**
	 * The other process. Is told the number of the session that it needs, says
	 * {@code WAITS} when it waits, and {@code SESSION} with the time when it has it.
	 */
	static final class Other {

		private Other() {
		}

		/**
		 * Needs sessions until its input ends.
		 * @param args where the store is
		 * @throws Exception if anything fails
		 */
		public static void main(String[] args) throws Exception {
			Scans scans = new Scans();
			BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			try (WestmoonAuthClient client = client(scans, SharedStores.at(args[0]))) {
				for (String line = orders.readLine(); line != null; line = orders.readLine()) {
					scans.needed = Integer.parseInt(line);
					CompletableFuture<Instant> session = need(client).toFuture();
					while (client.status().waiting() == 0 && !session.isDone()) {
						Thread.sleep(1);
					}
					System.out.println("WAITS");
					System.out.println("SESSION " + session.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
				}
			}
			Runtime.getRuntime().exit(0);
		}

	}

	/**
	 * A platform on which sessions have numbers.
	 */
	private static final class Scans implements WestmoonPlatform {

		private volatile int needed;

		private volatile int confirmed;

		private volatile Instant confirmedAt;

		@Override
		public Mono<LoginQrCode> requestCode() {
			return Mono.fromSupplier(() -> LoginQrCode.withoutImage("scan-" + this.needed, Instant.now(),
					LoginQrCode.DEFAULT_POLL_INTERVAL));
		}

		@Override
		public Mono<ScanResult> poll(String scanToken) {
			return Mono.fromSupplier(() -> {
				int number = this.confirmed;
				if (!scanToken.equals("scan-" + number)) {
					return new ScanResult(ScanStatus.WAITING, "waiting", null);
				}
				this.confirmedAt = Instant.now();
				return new ScanResult(ScanStatus.CONFIRMED, "confirmed", IssuedSessions.session("session-" + number));
			});
		}

		@Override
		public Mono<SessionCheck> check(WestmoonSession session) {
			return Mono.fromSupplier(() -> {
				int number = Integer.parseInt(session.accessToken().substring("session-".length()));
				return (number < this.needed) ? SessionCheck.rejected(Instant.now()) : IssuedSessions.valid();
			});
		}

	}

}
