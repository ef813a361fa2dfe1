package io.westmoon.login.processes;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.LoginEvent;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import org.awaitility.Awaitility;

/**
 * A process of its own that needs a session: says {@code WAITS} when it waits for one,
 * {@code DRIVES} when it shows a code, {@code SESSION} with the token when it has one and
 * what the platform says about it. Ends with its standard input.
 */
final class SessionProcess {

	private SessionProcess() {
	}

	public static void main(String[] args) throws Exception {
		try (WestmoonAuthClient client = DefaultWestmoonAuthClient.builder()
			.platform(WebClientWestmoonPlatform.builder().baseUrl(args[0]).build())
			.store(SharedStores.at(args[1]).open())
			.pollInterval(Duration.ofMillis(100))
			.listener(SessionProcess::tell)
			.build()) {
			CompletableFuture<WestmoonSession> session = client.session().toFuture();
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> client.status().waiting() > 0 || session.isDone());
			System.out.println("WAITS");
			System.out.println("SESSION " + session.get(90, TimeUnit.SECONDS).accessToken());
			System.out.println("CHECKED " + client.check().block(Duration.ofSeconds(20)).verdict());
			System.in.read();
		}
	}

	private static void tell(LoginEvent event) {
		if (event instanceof LoginEvent.CodeIssued) {
			System.out.println("DRIVES");
		}
	}

}
