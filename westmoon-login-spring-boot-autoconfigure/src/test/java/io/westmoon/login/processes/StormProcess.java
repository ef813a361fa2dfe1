package io.westmoon.login.processes;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.westmoon.login.LoginEvent;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.http.AllowedOrigins;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * A replica of a service, which does what the lines of its standard input say. Says
 * {@code DRIVES} with the id of the attempt when it shows a code, and {@code STORM} with
 * the number of calls that were answered when a storm is over. Ends with its standard
 * input.
 */
final class StormProcess {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final WestmoonAuthClient client;

	private final WebClient web;

	private StormProcess(String url, String place) {
		ConnectionProvider connections = ConnectionProvider.builder("storm")
			.maxConnections(400)
			.pendingAcquireMaxCount(2000)
			.build();
		ReactorClientHttpConnector connector = new ReactorClientHttpConnector(HttpClient.create(connections));
		this.client = DefaultWestmoonAuthClient.builder()
			.platform(WebClientWestmoonPlatform.builder()
				.clientConnector(connector)
				.baseUrl(url)
				.timeout(TIMEOUT)
				.build())
			.platformTimeout(TIMEOUT)
			.store(SharedStores.at(place).open())
			.pollInterval(Duration.ofMillis(100))
			.listener(StormProcess::tell)
			.build();
		this.web = WebClient.builder()
			.clientConnector(connector)
			.baseUrl(url)
			.filter(new WestmoonBearerTokenFilter(this.client, AllowedOrigins.of(List.of(url))))
			.build();
	}

	public static void main(String[] args) throws Exception {
		StormProcess process = new StormProcess(args[0], args[1]);
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			String[] words = line.split(" ");
			System.out.println(words[0] + " " + process.answer(words[1], (words.length > 2) ? words[2] : ""));
		}
		process.client.close();
	}

	private static void tell(LoginEvent event) {
		if (event instanceof LoginEvent.CodeIssued issued) {
			System.out.println("DRIVES " + issued.attemptId());
		}
	}

	private String answer(String command, String argument) {
		switch (command) {
			case "login":
				return this.client.login().block(TIMEOUT).accessToken();
			case "logout":
				this.client.logout().block(TIMEOUT);
				return "done";
			case "session":
				WestmoonSession session = this.client.currentSession();
				return (session != null) ? session.accessToken() : "none";
			case "waiting":
				return String.valueOf(this.client.status().waiting());
			case "storm":
				storm(Integer.parseInt(argument));
				return "begun";
			default:
				return "?";
		}
	}

	private void storm(int calls) {
		Flux.range(0, calls)
			.flatMap((number) -> this.web.get()
				.uri("/api/products?keyword=mug")
				.retrieve()
				.bodyToMono(String.class)
				.filter((body) -> body.contains("\"code\":0"))
				.doOnError((error) -> System.out.println("LOST " + error))
				.onErrorComplete(), calls)
			.count()
			.subscribe((answered) -> System.out.println("STORM " + answered));
	}

}
