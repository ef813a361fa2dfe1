package io.westmoon.login.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

/**
 * Compares the throughput of a {@code WebClient} with and without the filter against a
 * server on the loopback address. Takes turns, so that both see the same machine, and
 * prints the median of the ratios of neighboring rounds. Arguments: rounds, requests a
 * round.
 */
public final class ThroughputComparison {

	private ThroughputComparison() {
	}

	/**
	 * Runs the comparison.
	 * @param args rounds and requests a round, 30 and 20,000 unless given
	 */
	public static void main(String[] args) {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : 30;
		int requests = (args.length > 1) ? Integer.parseInt(args[1]) : 20_000;
		DisposableServer server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.handle((request, response) -> response.sendString(Mono.just("{\"code\":0}")))
			.bindNow();
		for (int connections : new int[] { 64, 256 }) {
			compare("http://127.0.0.1:" + server.port(), connections, rounds, requests);
		}
		server.disposeNow(Duration.ofSeconds(5));
	}

	private static void compare(String url, int connections, int rounds, int requests) {
		ConnectionProvider pool = ConnectionProvider.create("benchmark", connections);
		WebClient without = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create(pool)))
			.baseUrl(url)
			.build();
		WebClient with = without.mutate()
			.filter(new WestmoonBearerTokenFilter(new AttachBenchmark.Sessions(), AllowedOrigins.of(List.of(url))))
			.build();
		for (int i = 0; i < 5; i++) {
			run(without, connections, requests);
			run(with, connections, requests);
		}
		double[] ratios = new double[rounds];
		for (int i = 0; i < rounds; i++) {
			boolean first = i % 2 == 0;
			double one = run(first ? without : with, connections, requests);
			double other = run(first ? with : without, connections, requests);
			ratios[i] = first ? other / one : one / other;
		}
		Arrays.sort(ratios);
		System.out.printf("%d connections: with the filter %.3f times the throughput (quartiles %.3f and %.3f)%n",
				connections, ratios[rounds / 2], ratios[rounds / 4], ratios[3 * rounds / 4]);
		pool.dispose();
	}

	private static double run(WebClient client, int connections, int requests) {
		long start = System.nanoTime();
		Flux.range(0, requests)
			.flatMap((i) -> client.get().uri("/api/products").retrieve().bodyToMono(String.class), connections)
			.blockLast(Duration.ofMinutes(2));
		return requests * 1e9 / (System.nanoTime() - start);
	}

}
