package io.westmoon.login.benchmark;

import java.time.Duration;
import java.util.List;

import io.westmoon.login.http.AllowedOrigins;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

/**
 * Compares the throughput of a {@code WebClient} with the filter, without it, and with a
 * lambda that sets the header, against a server on the loopback address in the same JVM.
 * The arms take turns, and the ratios are of neighbors.
 */
final class Sockets implements Measurement {

	private static final double GOAL = 0.98;

	@Override
	public String measure() {
		MarkdownTable table = new MarkdownTable("connections", "requests/s without", "with the lambda",
				"with this library", "÷ without", "÷ the lambda's");
		DisposableServer server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.handle((request, response) -> response.sendString(Mono.just("{\"code\":0}")))
			.bindNow();
		try {
			String url = "http://127.0.0.1:" + server.port();
			compare(table, url, 1, Effort.of(4_000, 500));
			compare(table, url, 64, Effort.of(10_000, 2_000));
			compare(table, url, 256, Effort.of(10_000, 2_000));
		}
		finally {
			server.disposeNow(Duration.ofSeconds(5));
		}
		return table.toString();
	}

	private static void compare(MarkdownTable table, String url, int connections, int requests) {
		ConnectionProvider pool = ConnectionProvider.create("benchmark", connections);
		WebClient without = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create(pool)))
			.baseUrl(url)
			.build();
		WebClient with = without.mutate()
			.filter(new WestmoonBearerTokenFilter(new GoodSession(), AllowedOrigins.of(List.of(url))))
			.build();
		List<WebClient> arms = List.of(without, without.mutate().filter(FilterBenchmark.lambda()).build(), with);
		for (int i = 0; i < Effort.of(10, 2); i++) {
			arms.forEach((arm) -> run(arm, connections, requests));
		}
		int rounds = Effort.of(30, 3);
		double[][] perSecond = new double[arms.size()][rounds];
		for (int i = 0; i < rounds; i++) {
			for (int j = 0; j < arms.size(); j++) {
				int arm = (i + j) % arms.size();
				perSecond[arm][i] = run(arms.get(arm), connections, requests);
			}
		}
		pool.dispose();
		table.row(String.valueOf(connections), median(perSecond[0]), median(perSecond[1]), median(perSecond[2]),
				ratio(perSecond[2], perSecond[0]), ratio(perSecond[2], perSecond[1]));
	}

	private static String median(double[] perSecond) {
		return MarkdownTable.number(Quartiles.of(perSecond).median(), 0);
	}

	private static String ratio(double[] ours, double[] others) {
		Quartiles ratio = Quartiles.ofRatios(ours, others);
		return MarkdownTable.atLeast(ratio.text(3), ratio.median(), GOAL);
	}

	private static double run(WebClient client, int connections, int requests) {
		long start = System.nanoTime();
		Flux.range(0, requests)
			.flatMap((i) -> client.get().uri("/api/products").retrieve().bodyToMono(String.class), connections)
			.blockLast(Duration.ofMinutes(2));
		return requests * 1e9 / (System.nanoTime() - start);
	}

}
