package io.westmoon.login.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

/**
 * Compares the throughput of a {@code WebClient} with the filter, without it, and with a
 * lambda that sets the header, against a server on the loopback address. Takes turns, so that both see the same machine, and
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
		AttachBenchmark.Sessions sessions = new AttachBenchmark.Sessions();
		String token = sessions.currentSession().accessToken();
		WebClient with = without.mutate()
			.filter(new WestmoonBearerTokenFilter(sessions, AllowedOrigins.of(List.of(url))))
			.build();
		WebClient byHand = without.mutate()
			.filter((request, next) -> next.exchange(
					ClientRequest.from(request).headers((headers) -> headers.setBearerAuth(token)).build()))
			.build();
		List<WebClient> arms = List.of(without, with, byHand);
		for (int i = 0; i < 5; i++) {
			arms.forEach((arm) -> run(arm, connections, requests));
		}
		double[] toWithout = new double[rounds];
		double[] toByHand = new double[rounds];
		for (int i = 0; i < rounds; i++) {
			double[] perSecond = new double[arms.size()];
			for (int j = 0; j < arms.size(); j++) {
				int arm = (i + j) % arms.size();
				perSecond[arm] = run(arms.get(arm), connections, requests);
			}
			toWithout[i] = perSecond[1] / perSecond[0];
			toByHand[i] = perSecond[1] / perSecond[2];
		}
		print(connections, "that without", toWithout);
		print(connections, "that with a lambda that sets the header", toByHand);
		pool.dispose();
	}

	private static void print(int connections, String other, double[] ratios) {
		Arrays.sort(ratios);
		System.out.printf("%d connections: the throughput with the filter is %.3f times %s (quartiles %.3f and %.3f)%n",
				connections, ratios[ratios.length / 2], other, ratios[ratios.length / 4],
				ratios[3 * ratios.length / 4]);
	}

	private static double run(WebClient client, int connections, int requests) {
		long start = System.nanoTime();
		Flux.range(0, requests)
			.flatMap((i) -> client.get().uri("/api/products").retrieve().bodyToMono(String.class), connections)
			.blockLast(Duration.ofMinutes(2));
		return requests * 1e9 / (System.nanoTime() - start);
	}

}
