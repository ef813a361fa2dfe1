package io.westmoon.login.benchmark;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * The heap and the threads of calls that were refused and wait for a login that does not
 * end, beyond those of calls that get no answer.
 */
final class WaitingHeap implements Measurement {

	private static final String ORIGIN = "http://localhost";

	private static final int GOAL = 4096;

	@Override
	public String measure() throws Exception {
		int calls = Effort.of(5_000, 1_000);
		WebClient unanswered = client().exchangeFunction((request) -> Mono.never()).build();
		measure(unanswered, calls);
		double base = measure(unanswered, calls)[0];
		MarkdownTable table = new MarkdownTable("with", "bytes of heap a waiting call", "threads a waiting call");
		for (StormArm arm : StormArm.values()) {
			double[] waiting = null;
			for (int i = 0; i < 2; i++) {
				TokenIssuer issuer = new TokenIssuer(null);
				try (StormArm.Keeper keeper = arm.open(issuer, ORIGIN)) {
					issuer.revoke();
					WebClient refused = client()
						.exchangeFunction((request) -> Mono
							.fromSupplier(() -> ClientResponse.create(HttpStatus.UNAUTHORIZED).build()))
						.build();
					waiting = measure(keeper.client(refused), calls);
				}
			}
			double bytes = waiting[0] - base;
			String text = MarkdownTable.number(bytes, 0);
			table.row(arm.title(), (arm == StormArm.WESTMOON) ? MarkdownTable.atMost(text, bytes, GOAL) : text,
					MarkdownTable.number(waiting[1], 2));
		}
		return table.toString();
	}

	private static WebClient.Builder client() {
		return WebClient.builder().baseUrl(ORIGIN);
	}

	private static double[] measure(WebClient client, int calls) throws InterruptedException {
		Disposable[] waiting = new Disposable[calls];
		long before = used();
		int threads = ManagementFactory.getThreadMXBean().getThreadCount();
		for (int i = 0; i < calls; i++) {
			waiting[i] = client.get().uri("/api/products").retrieve().bodyToMono(String.class).subscribe();
		}
		// Whoever hands calls to other threads has done so then.
		Thread.sleep(2_000);
		long after = used();
		int more = ManagementFactory.getThreadMXBean().getThreadCount() - threads;
		if (Arrays.stream(waiting).anyMatch(Disposable::isDisposed)) {
			throw new IllegalStateException("A call does not wait");
		}
		Arrays.stream(waiting).forEach(Disposable::dispose);
		return new double[] { (after - before) / (double) calls, more / (double) calls };
	}

	private static long used() {
		long used = Long.MAX_VALUE;
		for (int i = 0; i < 5; i++) {
			System.gc();
			used = Math.min(used, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
		}
		return used;
	}

}
